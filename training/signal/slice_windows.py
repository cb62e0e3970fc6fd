"""As lib/core/signal/slice-windows.ts and create-windower.ts; there a stream, here the whole recording at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from training.signal.fill_gaps import fill_gaps
from training.signal.recording import Recording
from training.signal.resample_recording import UniformRecording, resample_recording
from training.signal.scale_recording import scale_recording

GROUP_CHANNELS = {
    "heartRate": ("heartRate", "heartRateSpread", "heartRateStep"),
    "beats": ("rmssd", "sdnn", "pnn50"),
    "eda": ("edaTonic", "edaPhasic", "scrRate", "scrAmplitude"),
    "skinTemp": ("skinTemp", "skinTempSlope"),
    "accMotion": ("accMotion", "accJerk", "accTurn", "accStill"),
    "gyro": ("gyroX", "gyroY", "gyroZ"),
    "gravity": (),
    "upright": (),
    "baseline": (),
}
SMALLEST_PRESENT_SHARE = 0.5


@dataclass(frozen=True)
class SignalWindows:
    """values: (windowCount, sampleCount, channelCount) float32, 0 in absent channels. presence: (windowCount, groupCount).

    start_ms: (windowCount,) Unix epoch ms.
    """

    values: np.ndarray
    presence: np.ndarray
    start_ms: np.ndarray


def slice_windows(
    recording: Recording, window_spec: Mapping, personal_scale: Mapping, baseline: Mapping[str, float] | None = None
) -> SignalWindows:
    """Returns the windows of a recording in order of time; none where it is too short or lacks what cannot be missing."""
    return slice_uniform(resample_recording(recording, window_spec), window_spec, personal_scale, baseline)


def slice_uniform(
    unscaled: UniformRecording, window_spec: Mapping, personal_scale: Mapping, baseline: Mapping[str, float] | None = None
) -> SignalWindows:
    """Returns the windows of a recording that is on the grid already."""
    uniform = scale_recording(unscaled, window_spec, personal_scale, baseline)
    window_sample_count = round(window_spec["lengthSec"] * window_spec["sampleRateHz"])
    stride_sample_count = round(window_spec["strideSec"] * window_spec["sampleRateHz"])
    channels = [channel["name"] for channel in window_spec["channels"]]
    groups = window_spec["presenceGroups"]
    group_of = {channel: group for group in groups for channel in GROUP_CHANNELS[group]}
    values, presence, starts_ms = [], [], []
    for first in range(0, uniform.grid.sample_count - window_sample_count + 1, stride_sample_count):
        columns = uniform.columns[:, first : first + window_sample_count]
        share = np.isfinite(columns).mean(axis=1)
        is_present = {name: share[index] >= SMALLEST_PRESENT_SHARE for index, name in enumerate(channels)}
        if not all(is_present[name] for name in channels if name not in group_of):
            continue
        # Which way up the sensor was worn is found later, from somebody's walking.
        properties = {"gravity": uniform.has_gravity, "upright": False, "baseline": baseline is not None}
        has_group = {
            group: properties[group] if group in properties else all(is_present.get(name, False) for name in GROUP_CHANNELS[group])
            for group in groups
        }
        if set(channels) <= set(group_of) and not any(has_group[group] for group in groups if GROUP_CHANNELS[group]):
            continue
        window = np.zeros((window_sample_count, len(channels)), np.float32)
        for index, name in enumerate(channels):
            if has_group.get(group_of.get(name, ""), True):
                window[:, index] = fill_gaps(columns[index], window_sample_count, is_held_at_ends=True)
        values.append(window)
        presence.append([float(has_group[group]) for group in groups])
        starts_ms.append(uniform.grid.start_ms + first * uniform.grid.step_ms)
    shape = (len(values), window_sample_count, len(channels))
    return SignalWindows(
        np.array(values, np.float32).reshape(shape),
        np.array(presence, np.float32).reshape(len(values), len(groups)),
        np.array(starts_ms, np.float64),
    )
