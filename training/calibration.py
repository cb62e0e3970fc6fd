"""How sure a classifier may claim to be: one temperature, and the error that is left."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import minimize_scalar


def best_temperature(logits: np.ndarray, labels: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Returns the temperature that makes the scores of held-out windows likeliest (Guo et al. 2017, temperature scaling)."""
    weights = np.ones(len(labels)) if weights is None else weights

    def loss(log_temperature: float) -> float:
        scaled = logits / math.exp(log_temperature)
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        log_scores = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return -float(np.average(log_scores[np.arange(len(labels)), labels], weights=weights))

    return math.exp(minimize_scalar(loss, bounds=(math.log(0.1), math.log(10)), method="bounded").x)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Returns the softmax over the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def expected_calibration_error(scores: np.ndarray, labels: np.ndarray, bin_count: int = 15) -> float:
    """Returns the mean distance, 0 to 1, of confidence and accuracy over equal bins of confidence, weighted by their size."""
    confidence = scores.max(axis=1)
    is_right = scores.argmax(axis=1) == labels
    bins = np.minimum((confidence * bin_count).astype(int), bin_count - 1)
    return float(
        sum(
            (bins == index).mean() * abs(is_right[bins == index].mean() - confidence[bins == index].mean())
            for index in np.unique(bins)
        )
    )


def equal_count_calibration_error(scores: np.ndarray, labels: np.ndarray, bin_count: int = 15) -> float:
    """Returns the mean distance, 0 to 1, of confidence and accuracy over bins of equal count, from the least to the most confident.

    Bins of equal count weigh what happens often, and none is nearly empty (Nixon et al. 2019, arXiv:1904.01685).
    """
    confidence = scores.max(axis=1)
    is_right = scores.argmax(axis=1) == labels
    bins = np.array_split(np.argsort(confidence, kind="stable"), bin_count)
    return float(sum(len(rows) * abs(is_right[rows].mean() - confidence[rows].mean()) for rows in bins if len(rows)) / len(labels))
