"""As lib/core/signal/derive-heart-rate.ts."""

from __future__ import annotations

import numpy as np

from training.signal.clean_series import clean_series
from training.signal.derive_intervals import MS_PER_MINUTE, PLAUSIBLE_HEART_RATE_BPM
from training.signal.recording import ChannelSeries, Recording


def derive_heart_rate(recording: Recording, intervals: ChannelSeries | None) -> ChannelSeries | None:
    """Returns the heart rate over time in bpm: of the normal intervals, else the device's own figure."""
    if intervals is not None:
        rates = (MS_PER_MINUTE / intervals.values.astype(np.float64)).astype(np.float32)
        return ChannelSeries(intervals.timestamps_ms, rates)
    if "heartRate" in recording.series:
        return clean_series(recording.series["heartRate"], *PLAUSIBLE_HEART_RATE_BPM)
    return None
