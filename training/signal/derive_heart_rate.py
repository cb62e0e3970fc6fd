"""As lib/core/signal/derive-heart-rate.ts."""

from __future__ import annotations

import numpy as np

from training.signal.clean_series import clean_series
from training.signal.derive_intervals import MS_PER_MINUTE, PLAUSIBLE_HEART_RATE_BPM
from training.signal.recording import ChannelSeries, Recording


LONGEST_HELD_MS = 10_000
SMALLEST_COVER_SHARE = 0.8


def derive_heart_rate(recording: Recording, intervals: ChannelSeries | None) -> ChannelSeries | None:
    """Returns the heart rate over time in bpm: of the normal intervals unless they are sparse, else the device's own figure."""
    told = recording.series.get("heartRate")
    told = None if told is None else clean_series(told, *PLAUSIBLE_HEART_RATE_BPM)
    if intervals is None:
        return told
    if "bvp" not in recording.series and told is not None and covered_ms(intervals) < SMALLEST_COVER_SHARE * covered_ms(told):
        return told
    rates = (MS_PER_MINUTE / intervals.values.astype(np.float64)).astype(np.float32)
    return ChannelSeries(intervals.timestamps_ms, rates)


def covered_ms(series: ChannelSeries) -> float:
    """Returns how long a series says something, each value for no longer than it is taken to hold."""
    return float(np.minimum(np.diff(series.timestamps_ms), LONGEST_HELD_MS).sum())
