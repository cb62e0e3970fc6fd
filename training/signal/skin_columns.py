"""As lib/core/signal/skin-columns.ts, where the definitions are explained."""

from __future__ import annotations

import math

import numpy as np

from training.signal.fill_gaps import fill_gaps
from training.signal.interpolate_series import interpolate_series
from training.signal.recording import ChannelSeries
from training.signal.summarise_bins import summarise_bins
from training.signal.trailing import trailing_mean, trailing_min, trailing_slope, trailing_sum
from training.signal.uniform_grid import UniformGrid

LONGEST_HELD_GAP_SEC = 10
TONIC_SEC = 30
SMALLEST_EDA_MICROSIEMENS = 0.01
RESPONSE_RATE_HZ = 4
RESPONSE_SMOOTHING_SEC = 1
LONGEST_RESPONSE_GAP_MS = 1500
SMALLEST_RESPONSE_MICROSIEMENS = 0.01
RESPONSE_SEC = 30
SLOPE_SEC = 30
SECONDS_PER_MINUTE = 60
MICROSIEMENS_PER_CENTI = 0.01
FEWEST_SHARE = 0.5


def eda_columns(eda: ChannelSeries | None, grid: UniformGrid) -> dict[str, np.ndarray]:
    """Returns (sampleCount,) edaTonic, edaPhasic, scrRate and scrAmplitude of clean skin conductance."""
    if eda is None:
        return {}
    level = _held_means(eda, grid)
    step_count = _steps(TONIC_SEC, grid)
    fewest = FEWEST_SHARE * step_count
    tonic = trailing_mean(trailing_min(level, step_count, 1), step_count, fewest)
    rises = _responses(eda, grid)
    count, amplitude = (trailing_sum(values, _steps(RESPONSE_SEC, grid))[0] for values in rises)
    is_known = trailing_sum(level, _steps(RESPONSE_SEC, grid))[1] >= FEWEST_SHARE * _steps(RESPONSE_SEC, grid)
    return {
        "edaTonic": np.log(np.maximum(tonic, SMALLEST_EDA_MICROSIEMENS)),
        "edaPhasic": level - tonic,
        "scrRate": np.where(is_known, count * SECONDS_PER_MINUTE / RESPONSE_SEC, np.nan),
        "scrAmplitude": np.where(is_known, np.log1p(amplitude / MICROSIEMENS_PER_CENTI), np.nan),
    }


def skin_temp_columns(skin_temp: ChannelSeries | None, grid: UniformGrid) -> dict[str, np.ndarray]:
    """Returns (sampleCount,) skinTemp and skinTempSlope, in degrees a minute."""
    if skin_temp is None:
        return {}
    level = _held_means(skin_temp, grid)
    step_count = _steps(SLOPE_SEC, grid)
    slope = trailing_slope(level, step_count, FEWEST_SHARE * step_count)
    return {"skinTemp": level, "skinTempSlope": slope * SECONDS_PER_MINUTE * 1000 / grid.step_ms}


def _held_means(series: ChannelSeries, grid: UniformGrid) -> np.ndarray:
    return fill_gaps(summarise_bins(series, grid, "mean", 1), math.floor(LONGEST_HELD_GAP_SEC * 1000 / grid.step_ms))


def _responses(eda: ChannelSeries, grid: UniformGrid) -> tuple[np.ndarray, np.ndarray]:
    """Returns (sampleCount,) how many responses peak in each step, and the sum of their amplitudes in microsiemens."""
    step_ms = 1000 / RESPONSE_RATE_HZ
    sample_count = math.ceil(grid.sample_count * grid.step_ms / step_ms)
    fine = interpolate_series(eda, UniformGrid(grid.start_ms, step_ms, sample_count), LONGEST_RESPONSE_GAP_MS)
    smooth = trailing_mean(fine, RESPONSE_SMOOTHING_SEC * RESPONSE_RATE_HZ, RESPONSE_SMOOTHING_SEC * RESPONSE_RATE_HZ)
    with np.errstate(invalid="ignore"):
        is_rising = np.diff(smooth, prepend=np.nan) > 0
    borders = np.flatnonzero(np.diff(np.concatenate([[False], is_rising, [False]]))).reshape(-1, 2)
    amplitudes = smooth[borders[:, 1] - 1] - smooth[borders[:, 0] - 1] if len(borders) else np.empty(0)
    is_response = amplitudes >= SMALLEST_RESPONSE_MICROSIEMENS
    steps = ((borders[:, 1] - 1) * step_ms // grid.step_ms).astype(int)[is_response]
    return (
        np.bincount(steps, minlength=grid.sample_count).astype(np.float64),
        np.bincount(steps, amplitudes[is_response], grid.sample_count),
    )


def _steps(duration_sec: float, grid: UniformGrid) -> int:
    return max(1, round(duration_sec * 1000 / grid.step_ms))
