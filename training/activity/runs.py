"""The networks' shapes, and where and how their trained weights lie in the cache."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from training.activity.data import LABELS, WRIST_LABELS
from training.activity.model import NetworkShape
from training.checkpoint import load_checkpoint
from training.paths import cache_dir

Trained = Literal["phone", "postures", "wrist"]

# The name of the released run.
RUN = "v4"
MEMBERS_FILE = "members.npz"

PHONE_SHAPE = NetworkShape(
    window_sample_count=128,
    sample_rate_hz=50,
    has_gyro=True,
    presence_count=3,
    label_count=len(LABELS),
    band_edges_hz=(0.3, 0.7, 1.1, 1.5, 1.9, 2.4, 3.0, 4.0, 5.5, 7.5, 10.0, 14.0, 19.0),
    last_pool_size=4,
)
WRIST_SHAPE = NetworkShape(
    window_sample_count=200,
    sample_rate_hz=20,
    has_gyro=False,
    presence_count=1,
    label_count=len(WRIST_LABELS),
    band_edges_hz=(0.05, 0.25, 0.45, 0.65, 0.85, 1.05, 1.25, 1.45, 1.65, 1.85, 2.05, 2.3, 2.6, 3.0, 3.5, 4.2, 5.0, 6.0, 7.5, 10.1),
)


@dataclass(frozen=True)
class Members:
    """What train.py wrote.

    weights: by split, each member's weights in Keras's order. held_out_logits: (memberCount, windowCount, labelCount) of each
    split's members for the windows that were held out from it, in the order of the plan.
    """

    weights: list[list[list[np.ndarray]]]
    held_out_logits: np.ndarray


def run_dir(trained: Trained, run: str = RUN) -> Path:
    """Returns the folder of a run in the cache."""
    return cache_dir(f"activity-{trained}") / run


def load_members(trained: Trained, run: str = RUN) -> Members:
    """Reads what train.py wrote."""
    path = run_dir(trained, run) / MEMBERS_FILE
    groups, meta = load_checkpoint(path)
    if "counts" not in meta:
        raise ValueError(f"{path} does not say how many networks each split has: an older train.py wrote it. Train the run again.")
    weights = [[groups[f"{split}-{number}"] for number in range(count)] for split, count in enumerate(meta["counts"])]
    return Members(weights, groups["heldOutLogits"][0])
