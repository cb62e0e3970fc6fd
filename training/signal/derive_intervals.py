"""As lib/core/signal/derive-intervals.ts, where the rules are explained."""

from __future__ import annotations

import numpy as np

from training.signal.clean_series import clean_series
from training.signal.find_pulse_beats import find_pulse_beats
from training.signal.recording import ChannelSeries, Recording

PLAUSIBLE_HEART_RATE_BPM = (40, 180)
MS_PER_MINUTE = 60_000
LARGEST_DEVIATION_SHARE = 0.2
EARLIER_COUNT = 10


def derive_intervals(recording: Recording) -> ChannelSeries | None:
    """Returns the normal beat intervals in ms at the beats that end them: from the pulse wave, else the device's intervals."""
    if "bvp" in recording.series:
        beats_ms = find_pulse_beats(clean_series(recording.series["bvp"]))
        if len(beats_ms) > 1:
            return normal_intervals(intervals_of_beats(beats_ms))
    if "rrInterval" in recording.series:
        return normal_intervals(recording.series["rrInterval"])
    return None


def intervals_of_beats(beats_ms: np.ndarray) -> ChannelSeries:
    """Returns the distances of neighbouring beats, each at the later one."""
    return ChannelSeries(beats_ms[1:], np.diff(beats_ms).astype(np.float32))


def normal_intervals(intervals: ChannelSeries) -> ChannelSeries:
    """Returns the plausible intervals within 20 % of the median of up to ten plausible ones before them (Malik's rule)."""
    lowest_bpm, highest_bpm = PLAUSIBLE_HEART_RATE_BPM
    plausible = clean_series(intervals, MS_PER_MINUTE / highest_bpm, MS_PER_MINUTE / lowest_bpm)
    interval_ms = plausible.values.astype(np.float64)
    if len(interval_ms) == 0:
        return plausible
    padded = np.pad(interval_ms, (EARLIER_COUNT, 0), constant_values=np.nan)[:-1]
    earlier = np.lib.stride_tricks.sliding_window_view(padded, EARLIER_COUNT)
    medians = np.append(interval_ms[:1], np.nanmedian(earlier[1:], axis=1))
    is_kept = np.abs(interval_ms - medians) <= LARGEST_DEVIATION_SHARE * medians
    return ChannelSeries(plausible.timestamps_ms[is_kept], plausible.values[is_kept])
