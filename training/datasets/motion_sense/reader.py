"""Reads MotionSense and cuts its runs into windows like UCI HAR's.

The phone was an iPhone, whose accelerometer gives the opposite sign of Android's on all three axes (at rest it reads -1 g
upwards); the sign is turned round here, so that both data sets mean the same. Rotation rates agree.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.signal import butter, sosfiltfilt

from training.datasets.motion_windows import WINDOW_SAMPLE_COUNT, MotionWindows
from training.datasets.xz_arrays import load_xz

SAMPLE_RATE_HZ = 50
STRIDE_SAMPLE_COUNT = 64
ACC_COUNTS_PER_G = 2000
GYRO_COUNTS_PER_RAD_PER_SEC = 1000
# Gravity is what lies below this: the corner that UCI HAR's authors used to part it from the body's acceleration.
GRAVITY_CORNER_HZ = 0.3

# The words of the activity contract for the names in the file.
LABELS = {
    "downstairs": "walkingDownstairs",
    "upstairs": "walkingUpstairs",
    "walking": "walking",
    "jogging": "running",
    "sitting": "sitting",
    "standing": "standing",
}


def read_windows(data_dir: Path, label_order: list[str]) -> MotionWindows:
    """Reads every run of data_dir/phone-motion as windows of 128 samples every 64; none crosses the end of a run."""
    with load_xz(data_dir / "phone-motion" / "motionsense.npz.xz") as file:
        acc = -file["acc_g_x2000"].astype(np.float32) / ACC_COUNTS_PER_G
        gyro = file["gyro_rads_x1000"].astype(np.float32) / GYRO_COUNTS_PER_RAD_PER_SEC
        codes, people, trials = file["label"], file["subject"].astype(int), file["trial"]
        label_of_code = [label_order.index(LABELS[str(name)]) for name in file["label_names"]]
    high_pass = butter(3, GRAVITY_CORNER_HZ, "highpass", fs=SAMPLE_RATE_HZ, output="sos")
    is_new_run = (np.diff(codes) != 0) | (np.diff(people) != 0) | (np.diff(trials) != 0)
    borders = [0, *(np.flatnonzero(is_new_run) + 1), len(codes)]
    windows, labels, owners = [], [], []
    for first, last in zip(borders, borders[1:], strict=False):
        if last - first < WINDOW_SAMPLE_COUNT:
            continue
        body_acc = sosfiltfilt(high_pass, acc[first:last], axis=0)
        run = np.concatenate([acc[first:last], gyro[first:last], body_acc], axis=1).astype(np.float32)
        cuts = np.lib.stride_tricks.sliding_window_view(run, WINDOW_SAMPLE_COUNT, axis=0)[::STRIDE_SAMPLE_COUNT]
        windows.append(cuts.transpose(0, 2, 1))
        labels += [label_of_code[codes[first]]] * len(cuts)
        owners += [people[first]] * len(cuts)
    return MotionWindows(np.concatenate(windows), np.array(labels), np.array(owners), np.ones(len(labels), bool))
