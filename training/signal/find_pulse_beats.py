"""As lib/core/signal/find-pulse-beats.ts, where the method and its source are described."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from scipy.signal import lfilter

from training.signal.interpolate_series import interpolate_series
from training.signal.recording import ChannelSeries
from training.signal.uniform_grid import UniformGrid

PULSE_RATE_HZ = 64
LOWEST_PULSE_HZ = 0.7
HIGHEST_PULSE_HZ = 3.5
LONGEST_GAP_MS = 250
SHORTEST_RUN_SEC = 4
PEAK_SEC = 0.111
BEAT_SEC = 0.667
OFFSET_SHARE = 0.02
OFFSET_SEC = 20
REFRACTORY_SEC = 0.35


def find_pulse_beats(bvp: ChannelSeries) -> np.ndarray:
    """Returns the times of the heart beats in a clean pulse wave, (beatCount,) Unix epoch ms."""
    if len(bvp.timestamps_ms) == 0:
        return np.empty(0)
    start_ms, end_ms = bvp.timestamps_ms[0], bvp.timestamps_ms[-1]
    step_ms = 1000 / PULSE_RATE_HZ
    sample_count = math.floor((end_ms - start_ms) / step_ms) + 1
    wave = interpolate_series(bvp, UniformGrid(start_ms, step_ms, sample_count), LONGEST_GAP_MS)
    borders = np.flatnonzero(np.diff(np.concatenate([[False], ~np.isnan(wave), [False]])))
    beats = [
        first + _peaks_of_run(wave[first:last])
        for first, last in borders.reshape(-1, 2)
        if last - first >= SHORTEST_RUN_SEC * PULSE_RATE_HZ
    ]
    return start_ms + np.concatenate([np.empty(0), *beats]) * step_ms


def _peaks_of_run(run: np.ndarray) -> np.ndarray:
    wave = _band_pass(run)
    squared = np.where(wave > 0, wave * wave, 0)
    peak_average = _moving_average(squared, _half_up(PEAK_SEC * PULSE_RATE_HZ))
    offset = OFFSET_SHARE * _moving_average(squared, OFFSET_SEC * PULSE_RATE_HZ)
    threshold = _moving_average(squared, _half_up(BEAT_SEC * PULSE_RATE_HZ)) + offset
    borders = np.flatnonzero(np.diff(np.concatenate([[False], peak_average > threshold, [False]])))
    peaks: list[int] = []
    for first, last in borders.reshape(-1, 2):
        if last - first < _half_up(PEAK_SEC * PULSE_RATE_HZ):
            continue
        highest = first + int(np.argmax(wave[first:last]))
        if not peaks or highest - peaks[-1] >= REFRACTORY_SEC * PULSE_RATE_HZ:
            peaks.append(highest)
        elif wave[highest] > wave[peaks[-1]]:
            peaks[-1] = highest
    positions = np.array(peaks, dtype=np.float64)
    inner = (positions > 0) & (positions < len(wave) - 1)
    index = positions[inner].astype(int)
    curvature = wave[index - 1] - 2 * wave[index] + wave[index + 1]
    safe = np.where(curvature < 0, curvature, -np.inf)
    positions[inner] += np.clip((wave[index - 1] - wave[index + 1]) / (2 * safe), -0.5, 0.5)
    return positions


def _half_up(value: float) -> int:
    # JavaScript's Math.round; Python's rounds halves to even.
    return math.floor(value + 0.5)


def _moving_average(values: np.ndarray, width: int) -> np.ndarray:
    sums = np.concatenate([[0.0], np.cumsum(values)])
    half = width // 2
    index = np.arange(len(values))
    start, end = np.maximum(0, index - half), np.minimum(len(values), index + half + 1)
    return (sums[end] - sums[start]) / (end - start)


def _band_pass(run: np.ndarray) -> np.ndarray:
    wave = run - run[0]
    for _ in range(2):
        wave = _biquad(_biquad(wave, "high", LOWEST_PULSE_HZ), "low", HIGHEST_PULSE_HZ)[::-1]
    return wave


def _biquad(values: np.ndarray, kind: Literal["high", "low"], cut_hz: float) -> np.ndarray:
    angle = 2 * math.pi * cut_hz / PULSE_RATE_HZ
    cosine = math.cos(angle)
    alpha = math.sin(angle) / math.sqrt(2)
    norm = 1 + alpha
    b0 = ((1 - cosine) / 2 if kind == "low" else (1 + cosine) / 2) / norm
    b1 = (2 if kind == "low" else -2) * b0
    return lfilter([b0, b1, b0], [1, -2 * cosine / norm, (1 - alpha) / norm], values)
