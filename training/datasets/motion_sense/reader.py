"""Reads MotionSense's runs in the frame and with the sign of UCI HAR's.

The phone was an iPhone, whose accelerometer gives the opposite sign of Android's on all three axes; the sign is turned round
here. It stood on its head in the front trouser pocket: then -y points up along the body, where UCI HAR has +x, so that the
axes are turned by a quarter about z. Rotation rates turn with them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.datasets.motion_series import MotionSeries, series_of_runs
from training.datasets.xz_arrays import load_xz

SAMPLE_RATE_HZ = 50
ACC_COUNTS_PER_G = 2000
GYRO_COUNTS_PER_RAD_PER_SEC = 1000

# The words of the activity contract for the names in the file.
LABELS = {
    "downstairs": "walkingDownstairs",
    "upstairs": "walkingUpstairs",
    "walking": "walking",
    "jogging": "running",
    "sitting": "sitting",
    "standing": "standing",
}


def read_series(data_dir: Path, label_order: list[str]) -> MotionSeries:
    """Reads every run of data_dir/phone-motion; label_order: the labels of the activity contract."""
    with load_xz(data_dir / "phone-motion" / "motionsense.npz.xz") as file:
        acc = -file["acc_g_x2000"].astype(np.float32) / ACC_COUNTS_PER_G
        gyro = file["gyro_rads_x1000"].astype(np.float32) / GYRO_COUNTS_PER_RAD_PER_SEC
        codes, people, trials = file["label"], file["subject"].astype(int), file["trial"]
        label_of_code = [label_order.index(LABELS[str(name)]) for name in file["label_names"]]
    motion = np.concatenate([_upright(acc), _upright(gyro)], axis=1)
    is_new_run = (np.diff(codes) != 0) | (np.diff(people) != 0) | (np.diff(trials) != 0)
    borders = [0, *(np.flatnonzero(is_new_run) + 1), len(codes)]
    spans = list(zip(borders, borders[1:], strict=False))
    return series_of_runs(
        [motion[first:last] for first, last in spans],
        [label_of_code[codes[first]] for first, _ in spans],
        [people[first] for first, _ in spans],
        "motionSense",
    )


def _upright(axes: np.ndarray) -> np.ndarray:
    return np.stack([-axes[:, 1], axes[:, 0], axes[:, 2]], axis=1)
