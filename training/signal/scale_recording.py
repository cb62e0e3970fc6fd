"""As lib/core/signal/scale-recording.ts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from training.signal.resample_recording import UniformRecording

SMALLEST_SPREAD = {"heartRate": 1, "eda": 0.01, "skinTemp": 0.05}
SMALLEST_MOTION_SPREAD = 0.001


def scale_recording(recording: UniformRecording, window_spec: Mapping, personal_scale: Mapping) -> UniformRecording:
    """Returns the recording with the person's own zero and scale, as the contract's personalScale says; NaN stays NaN."""
    if personal_scale["kind"] == "none":
        return recording
    clip = personal_scale["clip"]
    columns = np.full_like(recording.columns, np.nan)
    for index, channel in enumerate(window_spec["channels"]):
        column = recording.columns[index]
        finite = column[~np.isnan(column)]
        if len(finite) == 0:
            continue
        spread = max(finite.std(), SMALLEST_SPREAD.get(channel["name"], SMALLEST_MOTION_SPREAD))
        columns[index] = np.clip((column - finite.mean()) / spread, -clip, clip)
    return replace(recording, columns=columns)
