"""How sure a classifier may claim to be: one temperature, and the error that is left."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar

CONFIDENCE_BIN_COUNT = 15


def softmax(logits: np.ndarray) -> np.ndarray:
    """Returns probabilities, each row of (rowCount, classCount) summing to 1."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """Returns the number that logits (rowCount, classCount) are divided by for the best likelihood of the labels.

    Temperature scaling of Guo et al. 2017, https://arxiv.org/abs/1706.04599. It never changes the top class.
    """

    def negative_log_likelihood(temperature: float) -> float:
        chosen = softmax(logits / temperature)[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    return float(minimize_scalar(negative_log_likelihood, bounds=(0.2, 5.0), method="bounded").x)


def expected_calibration_error(scores: np.ndarray, labels: np.ndarray) -> float:
    """Returns the mean gap, 0 to 1, between confidence and accuracy over 15 equal bins of confidence.

    scores: (rowCount, classCount) probabilities. Bins weigh as many rows as they hold.
    """
    confidence = scores.max(axis=1)
    is_right = scores.argmax(axis=1) == labels
    bins = np.minimum((confidence * CONFIDENCE_BIN_COUNT).astype(int), CONFIDENCE_BIN_COUNT - 1)
    gaps = [
        abs(confidence[bins == index].mean() - is_right[bins == index].mean()) * np.mean(bins == index)
        for index in np.unique(bins)
    ]
    return float(np.sum(gaps))
