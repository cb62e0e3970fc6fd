"""As findQuietestStretch in lib/core/signal/personal-baseline.ts, where the rule is explained."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from training.signal.resample_recording import UniformRecording

BASELINE_LENGTH_MS = 180_000
SEARCH_STEP_MS = 15_000
SMALLEST_PRESENT_SHARE = 0.8
QUIET_CHANNELS = ("heartRate", "edaTonic", "scrRate", "accMotion")


def find_quietest_stretch(recording: UniformRecording, window_spec: Mapping) -> tuple[float, float] | None:
    """Returns start and end, Unix epoch ms, of the three minutes in which a recording is quietest; None where none were measured throughout."""
    grid = recording.grid
    length = round(BASELINE_LENGTH_MS / grid.step_ms)
    names = [channel["name"] for channel in window_spec["channels"]]
    quiet = [recording.columns[names.index(name)] for name in QUIET_CHANNELS if not np.isnan(recording.columns[names.index(name)]).all()]
    firsts = np.arange(0, grid.sample_count - length + 1, round(SEARCH_STEP_MS / grid.step_ms))
    if not quiet or len(firsts) == 0:
        return None
    levels = np.zeros(len(firsts))
    for column in quiet:
        standardised = (column - np.nanmean(column)) / (np.nanstd(column) or 1)
        for index, first in enumerate(firsts):
            finite = standardised[first : first + length]
            finite = finite[~np.isnan(finite)]
            levels[index] += finite.mean() if len(finite) >= SMALLEST_PRESENT_SHARE * length else np.nan
    if np.isnan(levels).all():
        return None
    start_ms = grid.start_ms + float(firsts[np.nanargmin(levels)]) * grid.step_ms
    return start_ms, start_ms + BASELINE_LENGTH_MS
