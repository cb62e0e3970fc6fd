"""As lib/core/signal/motion-columns.ts, where the definitions are explained."""

from __future__ import annotations

import math

import numpy as np

from training.signal.clean_series import clean_series
from training.signal.fill_gaps import fill_gaps
from training.signal.interpolate_series import interpolate_series
from training.signal.recording import ChannelSeries, Recording
from training.signal.summarise_bins import summarise_bins
from training.signal.trailing import trailing_mean
from training.signal.uniform_grid import UniformGrid

MOTION_RATE_HZ = 32
LONGEST_GAP_MS = 250
FEWEST_SAMPLES = 4
LONGEST_HELD_GAP_SEC = 10
MOTION_FLOOR_G = 0.003
JERK_FLOOR_G = 0.001
STILL_MOTION_G = 0.02
STILL_SEC = 30
FEWEST_SHARE = 0.5
AXES = ("accX", "accY", "accZ")


def motion_source(recording: Recording) -> list[ChannelSeries] | None:
    """Returns the three clean axes in g; None without an accelerometer."""
    if not set(AXES) <= set(recording.series):
        return None
    return [clean_series(recording.series[name]) for name in AXES]


def motion_columns(axes: list[ChannelSeries] | None, grid: UniformGrid) -> dict[str, np.ndarray]:
    """Returns (sampleCount,) accMotion, accJerk, accTurn and accStill."""
    if axes is None:
        return {}
    step_ms = 1000 / MOTION_RATE_HZ
    fine_grid = UniformGrid(grid.start_ms, step_ms, math.ceil(grid.sample_count * grid.step_ms / step_ms))
    fine = np.stack([interpolate_series(axis, fine_grid, LONGEST_GAP_MS) for axis in axes])
    length = np.sqrt((fine * fine).sum(axis=0))
    times_ms = fine_grid.times_ms()
    held_count = math.floor(LONGEST_HELD_GAP_SEC * 1000 / grid.step_ms)

    def summarised(values: np.ndarray, summary: str) -> np.ndarray:
        is_there = np.isfinite(values)
        series = ChannelSeries(times_ms[is_there], values[is_there].astype(np.float32))
        return fill_gaps(summarise_bins(series, grid, summary, FEWEST_SAMPLES), held_count)

    motion = summarised(length, "sd")
    jerk = summarised(np.abs(np.diff(length, prepend=np.nan)), "mean")
    posture = np.stack([summarised(axis, "mean") for axis in fine])
    turn = np.sqrt((np.diff(posture, axis=1, prepend=np.nan) ** 2).sum(axis=0))
    step_count = max(1, round(STILL_SEC * 1000 / grid.step_ms))
    is_still = np.where(np.isfinite(motion), motion < STILL_MOTION_G, np.nan)
    return {
        "accMotion": np.log(motion + MOTION_FLOOR_G),
        "accJerk": np.log(jerk + JERK_FLOOR_G),
        "accTurn": np.log(turn + MOTION_FLOOR_G),
        "accStill": trailing_mean(is_still, step_count, FEWEST_SHARE * step_count),
    }
