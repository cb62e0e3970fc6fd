"""As lib/core/signal/resample-recording.ts, where the rules are explained."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from training.signal.clean_series import clean_series
from training.signal.heart_columns import heart_columns, heart_source
from training.signal.interpolate_series import interpolate_series
from training.signal.motion_columns import motion_columns, motion_source
from training.signal.recording import ChannelSeries, Recording
from training.signal.skin_columns import eda_columns, skin_temp_columns
from training.signal.uniform_grid import UniformGrid

LONGEST_MOTION_GAP_MS = 250
PLAUSIBLE_SKIN_TEMP_C = (10, 50)
PLAUSIBLE_EDA_MICROSIEMENS = (0, 100)
RAW_CHANNELS = ("accX", "accY", "accZ", "gyroX", "gyroY", "gyroZ")


@dataclass(frozen=True)
class UniformRecording:
    """A recording on a model's grid. columns: (channelCount, sampleCount) in windowSpec's order, NaN where there is nothing."""

    grid: UniformGrid
    columns: np.ndarray
    has_gravity: bool


def resample_recording(recording: Recording, window_spec: Mapping) -> UniformRecording:
    """Returns the recording at the rate and in the channels of a contract's windowSpec; gaps stay gaps."""
    names = [channel["name"] for channel in window_spec["channels"]]
    step_ms = 1000 / window_spec["sampleRateHz"]
    if set(names) <= set(RAW_CHANNELS):
        sources = {name: clean_series(recording.series[name]) for name in names if name in recording.series}
        grid = _grid_over(list(sources.values()), step_ms)
        columns = {name: interpolate_series(source, grid, LONGEST_MOTION_GAP_MS) for name, source in sources.items()}
    else:
        rates, intervals = heart_source(recording)
        eda = _clean(recording, "eda", PLAUSIBLE_EDA_MICROSIEMENS)
        skin_temp = _clean(recording, "skinTemp", PLAUSIBLE_SKIN_TEMP_C)
        axes = motion_source(recording)
        grid = _grid_over([rates, eda, skin_temp, *(axes or [])], step_ms)
        columns = {
            **heart_columns(rates, intervals, grid),
            **eda_columns(eda, grid),
            **skin_temp_columns(skin_temp, grid),
            **motion_columns(axes, grid),
        }
    nothing = np.full(grid.sample_count, np.nan)
    return UniformRecording(grid, np.stack([columns.get(name, nothing) for name in names]), recording.has_gravity)


def _clean(recording: Recording, channel: str, bounds: tuple[float, float]) -> ChannelSeries | None:
    return clean_series(recording.series[channel], *bounds) if channel in recording.series else None


def _grid_over(sources: list[ChannelSeries | None], step_ms: float) -> UniformGrid:
    present = [source.timestamps_ms for source in sources if source is not None and len(source.timestamps_ms) > 0]
    if not present:
        return UniformGrid(0, step_ms, 0)
    start_ms = min(times_ms[0] for times_ms in present)
    end_ms = max(times_ms[-1] for times_ms in present)
    return UniformGrid(float(start_ms), step_ms, math.floor((end_ms - start_ms) / step_ms) + 1)
