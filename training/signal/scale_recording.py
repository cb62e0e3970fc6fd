"""As lib/core/signal/scale-recording.ts and personal-baseline.ts, where the rules are explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from training.signal.resample_recording import UniformRecording

SHORTEST_BASELINE_MS = 30_000


def scale_recording(
    recording: UniformRecording, window_spec: Mapping, personal_scale: Mapping, baseline: Mapping[str, float] | None = None
) -> UniformRecording:
    """Returns the recording with the person's own zero and scale, as the contract's personalScale says; NaN stays NaN.

    baseline: the mean of each channel at rest; without it the scale is taken from the whole recording.
    """
    if personal_scale["kind"] == "none":
        return recording
    clip = personal_scale["clip"]
    columns = np.full_like(recording.columns, np.nan)
    for index, channel in enumerate(window_spec["channels"]):
        name, column = channel["name"], recording.columns[index]
        scale = personal_scale["channels"][name]
        if baseline is not None:
            zero, spread = baseline.get(name, np.nan), scale["usualSpread"]
        else:
            finite = column[~np.isnan(column)]
            if len(finite) == 0:
                continue
            zero, spread = finite.mean(), max(finite.std(), scale["smallestSpread"])
        columns[index] = np.clip((column - zero) / spread, -clip, clip)
    return replace(recording, columns=columns)


def baseline_of(recording: UniformRecording, window_spec: Mapping, start_ms: float, end_ms: float) -> dict[str, float]:
    """Returns the mean of each channel from start_ms to end_ms; a channel with less than half a minute of values has none."""
    times_ms = recording.grid.times_ms()
    is_inside = (times_ms >= start_ms) & (times_ms < end_ms)
    means = {}
    for index, channel in enumerate(window_spec["channels"]):
        inside = recording.columns[index][is_inside]
        finite = inside[~np.isnan(inside)]
        if len(finite) * recording.grid.step_ms >= SHORTEST_BASELINE_MS:
            means[channel["name"]] = float(finite.mean())
    return means
