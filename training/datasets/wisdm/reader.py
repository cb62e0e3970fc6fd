"""Reads WISDM's watch recordings as continuous runs, each of one activity of one person."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.datasets.motion_series import MotionSeries, series_of_runs
from training.datasets.xz_arrays import load_xz

SAMPLE_RATE_HZ = 20
ACC_COUNTS_PER_M_PER_SEC2 = 1000
STANDARD_GRAVITY = 9.80665

# The words of the activity-wrist contract for the names in the file, grouped as the forest that is the figure to beat does.
LABELS = {
    "sitting": "still",
    "standing": "still",
    "walking": "walking",
    "jogging": "running",
    "stairs": "stairs",
    "kicking": "ballSports",
    "catch": "ballSports",
    "dribbling": "ballSports",
    "typing": "handWork",
    "writing": "handWork",
    "clapping": "handWork",
    "teeth": "handWork",
    "folding": "handWork",
    "soup": "eatingOrDrinking",
    "chips": "eatingOrDrinking",
    "pasta": "eatingOrDrinking",
    "drinking": "eatingOrDrinking",
    "sandwich": "eatingOrDrinking",
}


def read_series(data_dir: Path, label_order: list[str]) -> MotionSeries:
    """Reads every run of data_dir/wrist-activity/wisdm-watch; label_order: the labels of the contract."""
    with load_xz(data_dir / "wrist-activity" / "wisdm-watch" / "watch_accel.npz.xz") as file:
        acc = file["acc_mm"].astype(np.float32) / ACC_COUNTS_PER_M_PER_SEC2 / STANDARD_GRAVITY
        codes, people = file["label"], file["subject"].astype(int)
        label_of_code = [label_order.index(LABELS[str(name)]) for name in file["label_names"]]
    borders = [0, *(np.flatnonzero((np.diff(codes) != 0) | (np.diff(people) != 0)) + 1), len(codes)]
    spans = list(zip(borders, borders[1:], strict=False))
    return series_of_runs(
        [acc[first:last] for first, last in spans],
        [label_of_code[codes[first]] for first, _ in spans],
        [people[first] for first, _ in spans],
        "wisdm",
    )
