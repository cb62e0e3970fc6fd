"""As lib/core/signal/derive-heart-rate.ts, where the rules are explained."""

from __future__ import annotations

import numpy as np

from training.signal.clean_series import clean_series
from training.signal.find_pulse_beats import find_pulse_beats
from training.signal.recording import ChannelSeries, Recording

PLAUSIBLE_HEART_RATE_BPM = (40, 180)
MS_PER_MINUTE = 60_000
LARGEST_DEVIATION_SHARE = 0.25
NEIGHBOUR_COUNT = 5


def derive_heart_rate(recording: Recording) -> ChannelSeries | None:
    """Returns the heart rate over time in bpm: from the pulse wave, else the beat intervals, else the device's own figure."""
    if "bvp" in recording.series:
        beats_ms = find_pulse_beats(clean_series(recording.series["bvp"]))
        if len(beats_ms) > 1:
            return _rate_of_intervals(ChannelSeries(beats_ms[1:], np.diff(beats_ms).astype(np.float32)))
    if "rrInterval" in recording.series:
        return _rate_of_intervals(clean_series(recording.series["rrInterval"]))
    if "heartRate" in recording.series:
        return clean_series(recording.series["heartRate"], *PLAUSIBLE_HEART_RATE_BPM)
    return None


def _rate_of_intervals(intervals: ChannelSeries) -> ChannelSeries:
    lowest_bpm, highest_bpm = PLAUSIBLE_HEART_RATE_BPM
    plausible = clean_series(intervals, MS_PER_MINUTE / highest_bpm, MS_PER_MINUTE / lowest_bpm)
    interval_ms = plausible.values.astype(np.float64)
    if len(interval_ms) == 0:
        return plausible
    padded = np.pad(interval_ms, NEIGHBOUR_COUNT, constant_values=np.nan)
    medians = np.nanmedian(np.lib.stride_tricks.sliding_window_view(padded, 2 * NEIGHBOUR_COUNT + 1), axis=1)
    is_kept = np.abs(interval_ms - medians) <= LARGEST_DEVIATION_SHARE * medians
    rates = (MS_PER_MINUTE / interval_ms[is_kept]).astype(np.float32)
    return ChannelSeries(plausible.timestamps_ms[is_kept], rates)
