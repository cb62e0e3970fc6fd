"""A run of samples from one device, as in lib/core/signal/recording.ts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class ChannelSeries:
    """One channel over time: values (sampleCount,) float32 at timestamps_ms (sampleCount,) float64; a missing value is NaN."""

    timestamps_ms: np.ndarray
    values: np.ndarray

    @staticmethod
    def regular(values: np.ndarray, sample_rate_hz: float, start_ms: float = 0.0) -> ChannelSeries:
        """Returns the series of a sensor that samples at one rate from start_ms on."""
        return ChannelSeries(start_ms + np.arange(len(values)) * (1000 / sample_rate_hz), values.astype(np.float32))


@dataclass(frozen=True)
class Recording:
    """series: by channel (accX ... rrInterval), in the units of channelUnits. has_gravity: whether the acceleration holds it."""

    series: Mapping[str, ChannelSeries]
    has_gravity: bool = False
