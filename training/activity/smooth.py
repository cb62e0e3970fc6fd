"""As lib/core/state/follow-activity.ts: a hidden Markov model over the windows' scores, causal or offline."""

from __future__ import annotations

import numpy as np

# The mean time that an activity lasts, and how much of a window's evidence is its own: neighbours share half their samples.
STAY_SEC = 40.0
EVIDENCE_SHARE = 0.6
SMALLEST_SCORE = 1e-3


def transition_matrix(label_count: int, stride_sec: float) -> np.ndarray:
    """Returns (labelCount, labelCount) from one window to the next: the same activity, or any other as likely."""
    change = 1 - np.exp(-stride_sec / STAY_SEC)
    others = (np.ones((label_count, label_count)) - np.eye(label_count)) * change / (label_count - 1)
    return np.eye(label_count) * (1 - change) + others


def smooth_scores(scores: np.ndarray, stride_sec: float, is_offline: bool = False) -> np.ndarray:
    """Returns (windowCount, labelCount): each window's scores given those before it, or where it is offline all of them."""
    moves = transition_matrix(scores.shape[1], stride_sec)
    evidence = np.maximum(scores, SMALLEST_SCORE) ** EVIDENCE_SHARE
    forward = np.empty_like(evidence)
    belief = np.full(scores.shape[1], 1 / scores.shape[1])
    for index, row in enumerate(evidence):
        belief = (belief @ moves) * row
        belief /= belief.sum()
        forward[index] = belief
    if not is_offline:
        return forward
    backward = np.ones(scores.shape[1])
    for index in range(len(scores) - 1, -1, -1):
        smoothed = forward[index] * backward
        backward = moves @ (evidence[index] * backward)
        backward /= backward.sum()
        forward[index] = smoothed / smoothed.sum()
    return forward
