"""As lib/core/signal/heart-columns.ts, where the definitions are explained."""

from __future__ import annotations

import numpy as np

from training.signal.derive_heart_rate import derive_heart_rate
from training.signal.derive_intervals import derive_intervals
from training.signal.recording import ChannelSeries, Recording
from training.signal.trailing import trailing_mean, trailing_sd, trailing_sum
from training.signal.uniform_grid import UniformGrid

RATE_MEMORY_SEC = 4
LONGEST_HELD_SEC = 10
VARIABILITY_SEC = 30
FEWEST_RATES_SHARE = 0.5
SMALLEST_RATE_SPREAD_BPM = 0.25
SMALLEST_RATE_STEP_BPM = 0.1
FEWEST_INTERVALS = 10
FEWEST_PAIRS = 5
LONGEST_PAIR_SHARE = 1.5
LARGE_DIFFERENCE_MS = 50
SMALLEST_VARIABILITY_MS = 1
# Squares of intervals lose digits; squares of their distance from a usual one do not.
USUAL_INTERVAL_MS = 800


def heart_source(recording: Recording) -> tuple[ChannelSeries | None, ChannelSeries | None]:
    """Returns the heart rate over time and the normal intervals; None where the recording has no source."""
    intervals = derive_intervals(recording)
    return derive_heart_rate(recording, intervals), intervals


def heart_columns(rates: ChannelSeries | None, intervals: ChannelSeries | None, grid: UniformGrid) -> dict[str, np.ndarray]:
    """Returns (sampleCount,) heartRate, heartRateSpread, heartRateStep, rmssd, sdnn and pnn50."""
    steps_per_sec = 1000 / grid.step_ms
    columns: dict[str, np.ndarray] = {}
    if rates is not None:
        rate_count, rate_sum = _bin(rates, np.ones(len(rates.values)), grid), _bin(rates, rates.values, grid)
        with np.errstate(invalid="ignore", divide="ignore"):
            recent = trailing_sum(rate_sum, _steps(RATE_MEMORY_SEC, steps_per_sec))[0]
            recent = recent / trailing_sum(rate_count, _steps(RATE_MEMORY_SEC, steps_per_sec))[0]
        rate = hold(recent, _steps(LONGEST_HELD_SEC, steps_per_sec))
        step_count = _steps(VARIABILITY_SEC, steps_per_sec)
        fewest = FEWEST_RATES_SHARE * step_count
        spread = trailing_sd(rate, step_count, fewest)
        change = trailing_mean(np.abs(np.diff(rate, prepend=np.nan)), step_count, fewest)
        columns["heartRate"] = rate
        columns["heartRateSpread"] = np.log(np.maximum(spread, SMALLEST_RATE_SPREAD_BPM))
        columns["heartRateStep"] = np.log(np.maximum(change, SMALLEST_RATE_STEP_BPM))
    if intervals is not None:
        columns |= _variability_columns(intervals, grid, _steps(VARIABILITY_SEC, steps_per_sec))
    return columns


def hold(column: np.ndarray, longest_count: int) -> np.ndarray:
    """Returns the column with each gap filled by the value before it, for up to longest_count steps."""
    position = np.arange(len(column))
    last = np.maximum.accumulate(np.where(np.isfinite(column), position, -1))
    held = column[np.maximum(last, 0)]
    return np.where((last >= 0) & (position - last <= longest_count), held, np.nan)


def _variability_columns(intervals: ChannelSeries, grid: UniformGrid, step_count: int) -> dict[str, np.ndarray]:
    interval_ms = intervals.values.astype(np.float64)
    differences = np.diff(interval_ms, prepend=np.nan)
    distances = np.diff(intervals.timestamps_ms, prepend=np.nan)
    # Where an interval was left out between two, their difference is none of successive beats.
    is_pair = distances <= LONGEST_PAIR_SHARE * interval_ms
    offsets = interval_ms - USUAL_INTERVAL_MS
    parts = {
        "intervals": np.ones(len(interval_ms)),
        "offsets": offsets,
        "squares": offsets**2,
        "pairs": is_pair.astype(np.float64),
        "changes": np.where(is_pair, differences**2, 0),
        "large": is_pair & (np.abs(np.where(is_pair, differences, 0)) > LARGE_DIFFERENCE_MS),
    }
    sums = {name: trailing_sum(_bin(intervals, values, grid), step_count)[0] for name, values in parts.items()}
    counts, pairs = np.maximum(sums["intervals"], 1), np.maximum(sums["pairs"], 1)
    has_intervals, has_pairs = sums["intervals"] >= FEWEST_INTERVALS, sums["pairs"] >= FEWEST_PAIRS
    variance = sums["squares"] / counts - (sums["offsets"] / counts) ** 2
    smallest = SMALLEST_VARIABILITY_MS
    return {
        "rmssd": np.where(has_pairs, np.log(np.maximum(np.sqrt(sums["changes"] / pairs), smallest)), np.nan),
        "sdnn": np.where(has_intervals, np.log(np.maximum(np.sqrt(np.maximum(variance, 0)), smallest)), np.nan),
        "pnn50": np.where(has_pairs, sums["large"] / pairs, np.nan),
    }


def _bin(series: ChannelSeries, values: np.ndarray, grid: UniformGrid) -> np.ndarray:
    """Returns (sampleCount,) the sum of the values in each step of the grid."""
    index = np.floor((series.timestamps_ms - grid.start_ms) / grid.step_ms).astype(int)
    is_inside = (index >= 0) & (index < grid.sample_count)
    return np.bincount(index[is_inside], np.asarray(values, np.float64)[is_inside], grid.sample_count)


def _steps(duration_sec: float, steps_per_sec: float) -> int:
    return max(1, round(duration_sec * steps_per_sec))
