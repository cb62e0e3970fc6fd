"""As lib/core/signal/trailing.ts: statistics over the last steps of a column, each from itself and those before it alone."""

from __future__ import annotations

import numpy as np


def trailing_sum(column: np.ndarray, step_count: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns (sampleCount,) the sum over the last step_count steps and how many of them are there; NaN counts as absent."""
    is_there = np.isfinite(column)
    views = (np.where(is_there, column, 0.0), is_there.astype(np.float64))
    sums = []
    for view in views:
        window = np.lib.stride_tricks.sliding_window_view(np.pad(view, (step_count - 1, 0)), step_count)
        sums.append(window.sum(axis=1) if len(view) else view)
    return sums[0], sums[1]


def trailing_mean(column: np.ndarray, step_count: int, min_count: int) -> np.ndarray:
    """Returns the mean over the last step_count steps, NaN where fewer than min_count are there."""
    sums, counts = trailing_sum(column, step_count)
    return np.where(counts >= min_count, sums / np.maximum(counts, 1), np.nan)


def trailing_sd(column: np.ndarray, step_count: int, min_count: int) -> np.ndarray:
    """Returns the standard deviation (by the count) over the last step_count steps, NaN where fewer than min_count are there."""
    if len(column) == 0:
        return column.copy()
    window = np.lib.stride_tricks.sliding_window_view(np.pad(column, (step_count - 1, 0), constant_values=np.nan), step_count)
    is_there = np.isfinite(window)
    counts = is_there.sum(axis=1)
    means = np.where(is_there, window, 0).sum(axis=1) / np.maximum(counts, 1)
    squares = np.where(is_there, (window - means[:, None]) ** 2, 0).sum(axis=1)
    return np.where(counts >= min_count, np.sqrt(squares / np.maximum(counts, 1)), np.nan)


def trailing_min(column: np.ndarray, step_count: int, min_count: int) -> np.ndarray:
    """Returns the lowest of the last step_count steps, NaN where fewer than min_count are there."""
    if len(column) == 0:
        return column.copy()
    window = np.lib.stride_tricks.sliding_window_view(np.pad(column, (step_count - 1, 0), constant_values=np.nan), step_count)
    lowest = np.where(np.isfinite(window), window, np.inf).min(axis=1)
    return np.where(np.isfinite(window).sum(axis=1) >= min_count, lowest, np.nan)


def trailing_slope(column: np.ndarray, step_count: int, min_count: int) -> np.ndarray:
    """Returns the slope a step of the least-squares line through the last step_count steps, NaN where fewer than min_count are."""
    if len(column) == 0:
        return column.copy()
    window = np.lib.stride_tricks.sliding_window_view(np.pad(column, (step_count - 1, 0), constant_values=np.nan), step_count)
    is_there = np.isfinite(window)
    counts = is_there.sum(axis=1)
    position = np.arange(step_count, dtype=np.float64)
    mean_position = (is_there * position).sum(axis=1) / np.maximum(counts, 1)
    means = np.where(is_there, window, 0).sum(axis=1) / np.maximum(counts, 1)
    offsets = np.where(is_there, position - mean_position[:, None], 0)
    products = (offsets * np.where(is_there, window - means[:, None], 0)).sum(axis=1)
    squares = (offsets**2).sum(axis=1)
    return np.where((counts >= min_count) & (squares > 0), products / np.maximum(squares, 1e-12), np.nan)
