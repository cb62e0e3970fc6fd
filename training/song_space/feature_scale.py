"""The scale of the audio features: logarithms where a step up is a ratio, then standard scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.song_space.song_inputs import FEATURES

# Natural logarithms of these, because a step up is a ratio: twice the tempo is as far from the tempo as half.
LOG_FEATURES = ("tempoBpm", "durationMs")
SCORE_LIMIT = 4.0


@dataclass(frozen=True)
class FeatureScale:
    """Mean and standard deviation of each feature (featureCount,) over the songs that have it, logarithms taken."""

    mean: np.ndarray
    deviation: np.ndarray


def _with_logarithms(features: np.ndarray) -> np.ndarray:
    values = features.astype(np.float64)
    for name in LOG_FEATURES:
        place = FEATURES.index(name)
        values[:, place] = np.log(np.maximum(values[:, place], 1))
    return values


def feature_scale(features: np.ndarray, mask: np.ndarray) -> FeatureScale:
    """Returns the scale of features (songCount, featureCount) where the mask is 1."""
    values = _with_logarithms(features)
    count = np.maximum(mask.sum(0), 1)
    mean = (values * mask).sum(0) / count
    deviation = np.sqrt((np.square(values - mean) * mask).sum(0) / count)
    return FeatureScale(mean.astype(np.float32), np.maximum(deviation, 1e-6).astype(np.float32))


def scaled_features(features: np.ndarray, mask: np.ndarray, scale: FeatureScale) -> np.ndarray:
    """Returns standard scores (songCount, featureCount), 0 where the mask is 0; ScaledFeatures does the same in the graph."""
    scores = (_with_logarithms(features) - scale.mean) / scale.deviation
    return np.clip(scores, -SCORE_LIMIT, SCORE_LIMIT) * mask
