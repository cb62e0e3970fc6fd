"""Reads UCI HAR's raw windows: 2.56 s at 50 Hz, each half overlapping the one before."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np

from training.datasets.motion_windows import WINDOW_SAMPLE_COUNT, MotionWindows
from training.datasets.xz_arrays import load_xz

# The official codes 1 to 6, in the words of the activity contract.
LABELS = ("walking", "walkingUpstairs", "walkingDownstairs", "sitting", "standing", "lying")

# Order of the nine columns in the files: acceleration without gravity, rotation rate, acceleration with gravity.
_BODY_ACC, _GYRO, _TOTAL_ACC = slice(0, 3), slice(3, 6), slice(6, 9)


def read_split(data_dir: Path, split: Literal["train", "test"], label_order: list[str]) -> MotionWindows:
    """Reads an official split from data_dir/uci-har; label_order: the labels of the activity contract."""
    folder = data_dir / "uci-har"
    columns = load_xz(folder / f"X_{split}.npy.xz")
    codes = np.load(folder / f"y_{split}.npy")
    people = np.load(folder / f"subject_{split}.npy")
    if columns.shape != (len(codes), WINDOW_SAMPLE_COUNT, 9) or len(people) != len(codes):
        raise ValueError(
            f"X_{split} is {columns.shape} with {len(codes)} labels and {len(people)} people; "
            f"expected (windowCount, {WINDOW_SAMPLE_COUNT}, 9) and as many of each."
        )
    motion = np.concatenate([columns[..., _TOTAL_ACC], columns[..., _GYRO], columns[..., _BODY_ACC]], axis=2)
    index_of_code = np.array([label_order.index(label) for label in LABELS])
    labels = index_of_code[codes.astype(int) - 1]
    return MotionWindows(motion.astype(np.float32), labels, people.astype(int), np.zeros(len(labels), bool))
