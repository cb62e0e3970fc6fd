"""As lib/core/signal/clean-series.ts."""

from __future__ import annotations

import numpy as np

from training.signal.recording import ChannelSeries


def clean_series(series: ChannelSeries, lowest: float = -np.inf, highest: float = np.inf) -> ChannelSeries:
    """Returns finite, plausible values only, times rising, no time twice (of samples with one time the last stays)."""
    timestamps_ms, values = series.timestamps_ms, series.values
    is_kept = np.isfinite(values) & np.isfinite(timestamps_ms) & (values >= lowest) & (values <= highest)
    timestamps_ms, values = timestamps_ms[is_kept], values[is_kept]
    order = np.argsort(timestamps_ms, kind="stable")
    timestamps_ms, values = timestamps_ms[order], values[order]
    is_last_of_its_time = np.append(np.diff(timestamps_ms) > 0, True)[: len(timestamps_ms)]
    return ChannelSeries(timestamps_ms[is_last_of_its_time], values[is_last_of_its_time])
