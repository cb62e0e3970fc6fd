"""As lib/core/signal/resample-recording.ts, where the rules are explained."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from training.signal.clean_series import clean_series
from training.signal.derive_heart_rate import derive_heart_rate
from training.signal.fill_gaps import fill_gaps
from training.signal.interpolate_series import interpolate_series
from training.signal.recording import ChannelSeries, Recording
from training.signal.summarise_bins import summarise_bins
from training.signal.uniform_grid import UniformGrid

LONGEST_HELD_GAP_SEC = 10
LONGEST_MOTION_GAP_MS = 250
FEWEST_MOTION_SAMPLES = 4
PLAUSIBLE_RANGES = {"skinTemp": (10, 50), "eda": (0, 100)}


@dataclass(frozen=True)
class UniformRecording:
    """A recording on a model's grid. columns: (channelCount, sampleCount) in windowSpec's order, NaN where there is nothing."""

    grid: UniformGrid
    columns: np.ndarray
    has_gravity: bool


def resample_recording(recording: Recording, window_spec: Mapping) -> UniformRecording:
    """Returns the recording at the rate and in the channels of a contract's windowSpec; gaps stay gaps."""
    channels = [channel["name"] for channel in window_spec["channels"]]
    sources = [_source_of(recording, channel) for channel in channels]
    grid = _grid_over(sources, 1000 / window_spec["sampleRateHz"])
    columns = [_resample_channel(channel, source, grid) for channel, source in zip(channels, sources, strict=True)]
    return UniformRecording(grid, np.stack(columns), recording.has_gravity)


def _source_of(recording: Recording, channel: str) -> ChannelSeries | None:
    if channel == "heartRate":
        return derive_heart_rate(recording)
    if channel == "accMotion":
        return _acc_magnitude(recording)
    if channel not in recording.series:
        return None
    return clean_series(recording.series[channel], *PLAUSIBLE_RANGES.get(channel, (-np.inf, np.inf)))


def _acc_magnitude(recording: Recording) -> ChannelSeries | None:
    if not {"accX", "accY", "accZ"} <= set(recording.series):
        return None
    axes = [recording.series[name].values.astype(np.float64) for name in ("accX", "accY", "accZ")]
    magnitude = np.sqrt(sum(axis * axis for axis in axes)).astype(np.float32)
    return clean_series(ChannelSeries(recording.series["accX"].timestamps_ms, magnitude))


def _grid_over(sources: list[ChannelSeries | None], step_ms: float) -> UniformGrid:
    present = [source.timestamps_ms for source in sources if source is not None and len(source.timestamps_ms) > 0]
    if not present:
        return UniformGrid(0, step_ms, 0)
    start_ms = min(times_ms[0] for times_ms in present)
    end_ms = max(times_ms[-1] for times_ms in present)
    return UniformGrid(float(start_ms), step_ms, math.floor((end_ms - start_ms) / step_ms) + 1)


def _resample_channel(channel: str, source: ChannelSeries | None, grid: UniformGrid) -> np.ndarray:
    if source is None:
        return np.full(grid.sample_count, np.nan)
    held_sample_count = math.floor(LONGEST_HELD_GAP_SEC * 1000 / grid.step_ms)
    if channel == "heartRate":
        middles = UniformGrid(grid.start_ms + grid.step_ms / 2, grid.step_ms, grid.sample_count)
        return fill_gaps(interpolate_series(source, middles, LONGEST_HELD_GAP_SEC * 1000), held_sample_count)
    if channel in ("eda", "skinTemp"):
        return fill_gaps(summarise_bins(source, grid, "mean", 1), held_sample_count)
    if channel == "accMotion":
        return fill_gaps(summarise_bins(source, grid, "sd", FEWEST_MOTION_SAMPLES), held_sample_count)
    return interpolate_series(source, grid, LONGEST_MOTION_GAP_MS)
