"""As lib/core/signal/find-cadence.ts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

CADENCE_WINDOW_SEC, CADENCE_RATE_HZ = 8.0, 25
SLOWEST_SPM, FASTEST_SPM, STEP_SPM = 60.0, 225.0, 1.5
TREND_SEC = 1.5
QUIETEST_SPREAD_G = 0.03
SMALLEST_THIRD_SHARE = 0.05
WALKING_SPM, RUNNING_SPM = 108.0, 165.0
WALKING_SPREAD_G, RUNNING_SPREAD_G = 0.4, 0.9
EXPECTED_SPREAD = 0.3
OVERTONE_WEIGHT = 0.5
LINE_MULTIPLES = (0.5, 1.0, 1.5, 2.0, 3.0)
SMALLEST_REGULARITY = 0.2
SURE_REGULARITY = 0.4
SMALLEST_CONFIDENCE, SURE_CONFIDENCE = 0.87, 0.99


@dataclass(frozen=True)
class Cadence:
    """cadence_spm: steps a minute, each foot counted. confidence: 0 to 1."""

    cadence_spm: float
    confidence: float


def find_cadence(acc: np.ndarray, sample_rate_hz: float, has_gravity: bool) -> Cadence | None:
    """Returns the cadence in acceleration (sampleCount, 3) in g of some seconds; None where nobody walks or runs."""
    parts = [np.sqrt((acc * acc).sum(axis=1))] if has_gravity else list(acc.T)
    parts = [without_trend(part, sample_rate_hz) for part in parts]
    spread_g = math.sqrt(sum(float(np.mean(part * part)) for part in parts))
    borders = [len(acc) * third // 3 for third in range(4)]
    thirds = [sum(float(part[a:b] @ part[a:b]) for part in parts) for a, b in zip(borders, borders[1:], strict=False)]
    if not spread_g >= QUIETEST_SPREAD_G or min(thirds) < SMALLEST_THIRD_SHARE * sum(thirds):
        return None
    taper = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(len(acc)) + 0.5) / len(acc))
    tapered = [part * taper for part in parts]
    total = sum(float(part @ part) for part in tapered)

    def power(cadence_spm: float) -> float:
        phases = np.arange(len(acc)) * (2 * math.pi * cadence_spm / 60 / sample_rate_hz)
        cosine, sine = np.cos(phases), np.sin(phases)
        return sum(float(part @ cosine) ** 2 + float(part @ sine) ** 2 for part in tapered)

    expected_spm = expected_cadence(spread_g)
    tried = np.arange(SLOWEST_SPM, FASTEST_SPM + STEP_SPM / 2, STEP_SPM)
    scores = [
        (power(spm) + OVERTONE_WEIGHT * min(power(spm), power(2 * spm)))
        * math.exp(-0.5 * (math.log(spm / expected_spm) / EXPECTED_SPREAD) ** 2)
        for spm in tried
    ]
    best = int(np.argmax(scores))
    if best in (0, len(tried) - 1):
        return None
    # The prior pulls a broad peak towards itself: the top is sought in the power alone.
    left, middle, right = (math.log(power(tried[best] + side * STEP_SPM) + 1e-12) for side in (-1, 0, 1))
    bend = left - 2 * middle + right
    shift = 0.0 if bend >= 0 else max(-1.0, min(1.0, 0.5 * (left - right) / bend))
    cadence_spm = float(tried[best] + shift * STEP_SPM)
    # A sine under this taper has a third of count * total in its line.
    regularity = sum(power(cadence_spm * part) for part in LINE_MULTIPLES) * 3 / (total * len(acc))
    if regularity < SMALLEST_REGULARITY:
        return None
    sure_share = min(1.0, (regularity - SMALLEST_REGULARITY) / (SURE_REGULARITY - SMALLEST_REGULARITY))
    return Cadence(cadence_spm, SMALLEST_CONFIDENCE + sure_share * (SURE_CONFIDENCE - SMALLEST_CONFIDENCE))


def expected_cadence(spread_g: float) -> float:
    """Returns the cadence that movement of this strength most often has: faster where it is stronger."""
    share = (spread_g - WALKING_SPREAD_G) / (RUNNING_SPREAD_G - WALKING_SPREAD_G)
    return WALKING_SPM + (RUNNING_SPM - WALKING_SPM) * min(1.0, max(0.0, share))


def without_trend(values: np.ndarray, sample_rate_hz: float) -> np.ndarray:
    """Returns values minus their moving mean over TREND_SEC, shorter at the ends."""
    half = math.floor(TREND_SEC * sample_rate_hz / 2 + 0.5)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    low, high = np.maximum(at - half, 0), np.minimum(at + half + 1, len(values))
    return values - (sums[high] - sums[low]) / (high - low)
