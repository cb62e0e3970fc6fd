"""As lib/core/signal/summarise-bins.ts."""

from __future__ import annotations

from typing import Literal

import numpy as np

from training.signal.recording import ChannelSeries
from training.signal.uniform_grid import UniformGrid


def summarise_bins(
    series: ChannelSeries, grid: UniformGrid, summary: Literal["mean", "sd"], min_sample_count: int
) -> np.ndarray:
    """Returns the mean or the standard deviation in each step of a grid, NaN where a step holds too few samples."""
    edges_ms = grid.start_ms + np.arange(grid.sample_count + 1) * grid.step_ms
    index = np.searchsorted(edges_ms, series.timestamps_ms, "right") - 1
    is_inside = (index >= 0) & (index < grid.sample_count)
    index, values = index[is_inside], series.values[is_inside].astype(np.float64)
    counts = np.bincount(index, minlength=grid.sample_count)
    divisor = np.maximum(counts, 1)
    result = np.bincount(index, values, grid.sample_count) / divisor
    if summary == "sd":
        squares = np.bincount(index, (values - result[index]) ** 2, grid.sample_count)
        result = np.sqrt(squares / divisor)
    return np.where(counts >= max(min_sample_count, 1), result, np.nan)
