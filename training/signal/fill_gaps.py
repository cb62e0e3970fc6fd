"""As lib/core/signal/fill-gaps.ts."""

from __future__ import annotations

import numpy as np


def fill_gaps(values: np.ndarray, max_gap_sample_count: int, is_held_at_ends: bool = False) -> np.ndarray:
    """Returns values (sampleCount,) with runs of NaN up to that long filled by a line, at the ends by the one neighbour."""
    is_missing = np.isnan(values)
    if is_missing.all() or not is_missing.any():
        return values.copy()
    position = np.arange(len(values))
    lines = np.interp(position, position[~is_missing], values[~is_missing])
    borders = np.flatnonzero(np.diff(np.concatenate([[False], is_missing, [False]])))
    filled = values.copy()
    for first, last in borders.reshape(-1, 2):
        is_at_end = first == 0 or last == len(values)
        if last - first <= max_gap_sample_count and (is_held_at_ends or not is_at_end):
            filled[first:last] = lines[first:last]
    return filled
