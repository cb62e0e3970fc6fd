"""As lib/core/signal/interpolate-series.ts."""

from __future__ import annotations

import numpy as np

from training.signal.recording import ChannelSeries
from training.signal.uniform_grid import UniformGrid

FAST_SOURCE_SHARE = 0.75


def interpolate_series(series: ChannelSeries, grid: UniformGrid, max_gap_ms: float) -> np.ndarray:
    """Returns a clean series at the times of a grid, (sampleCount,), NaN where neighbours lie more than max_gap_ms apart.

    Linear; a source much faster than the grid is averaged under a tent of one step to either side.
    """
    times_ms, values = series.timestamps_ms, series.values.astype(np.float64)
    at_ms = grid.times_ms()
    result = np.full(grid.sample_count, np.nan)
    if len(times_ms) == 0:
        return result
    right = np.searchsorted(times_ms, at_ms, "left")
    padded_ms = np.concatenate([[-np.inf], times_ms, [np.inf]])
    padded = np.concatenate([[np.nan], values, [np.nan]])
    left_ms, right_ms = padded_ms[right], padded_ms[right + 1]
    left_value, right_value = padded[right], padded[right + 1]
    is_hit = right_ms == at_ms
    with np.errstate(invalid="ignore"):
        is_near = is_hit | (right_ms - left_ms <= max_gap_ms)
        slope = (right_value - left_value) * (at_ms - left_ms) / (right_ms - left_ms)
        linear = np.where(is_hit, right_value, left_value + slope)
    result[is_near] = linear[is_near]
    if median_step_ms(times_ms) < grid.step_ms * FAST_SOURCE_SHARE:
        first = np.searchsorted(times_ms, at_ms - grid.step_ms, "right")
        last = np.searchsorted(times_ms, at_ms + grid.step_ms, "left")
        weight_sum, total = np.zeros(grid.sample_count), np.zeros(grid.sample_count)
        for offset in range(int((last - first).max(initial=0))):
            index = np.minimum(first + offset, len(times_ms) - 1)
            weight = 1 - np.abs(times_ms[index] - at_ms) / grid.step_ms
            weight = np.where((first + offset < last) & (weight > 0), weight, 0)
            weight_sum += weight
            total += weight * values[index]
        is_averaged = is_near & (weight_sum > 0)
        result[is_averaged] = total[is_averaged] / weight_sum[is_averaged]
    return result


def median_step_ms(timestamps_ms: np.ndarray) -> float:
    """Returns the (upper) median distance of neighbouring times; infinity for fewer than two."""
    if len(timestamps_ms) < 2:
        return np.inf
    steps = np.sort(np.diff(timestamps_ms))
    return float(steps[len(steps) // 2])
