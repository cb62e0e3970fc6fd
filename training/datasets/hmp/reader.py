"""Reads HMP's trials as continuous runs at the rate that is asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

from training.datasets.motion_series import MotionSeries, series_of_runs

SAMPLE_RATE_HZ = 32
# Six bits over -1.5 g to +1.5 g.
HIGHEST_CODE = 63
RANGE_G = 3.0

# The hand hangs along -x here and along +x on WISDM's watch: turned by half a turn about z.
TO_WATCH_FRAME = np.array([-1.0, -1.0, 1.0], np.float32)

# The words of the activity-wrist contract for the names in the file.
LABELS = {
    "Brush_teeth": "handWork",
    "Comb_hair": "handWork",
    "Climb_stairs": "stairs",
    "Descend_stairs": "stairs",
    "Drink_glass": "eatingOrDrinking",
    "Eat_meat": "eatingOrDrinking",
    "Eat_soup": "eatingOrDrinking",
    "Walk": "walking",
}
# Changes between activities, and what is none of the contract's: left out of the training, so that it shows what a model makes
# of movement that it never saw.
OTHERS = ("Getup_bed", "Liedown_bed", "Sitdown_chair", "Standup_chair", "Pour_water", "Use_telephone")


def read_series(data_dir: Path, label_order: list[str], sample_rate_hz: int) -> MotionSeries:
    """Reads the trials of data_dir/wrist-activity/hmp-wrist that have a label of the contract."""
    return _read(data_dir, {name: label_order.index(label) for name, label in LABELS.items()}, sample_rate_hz)


def read_others(data_dir: Path, sample_rate_hz: int) -> MotionSeries:
    """Reads the trials that have none; their labels are indices into OTHERS."""
    return _read(data_dir, {name: index for index, name in enumerate(OTHERS)}, sample_rate_hz)


def _read(data_dir: Path, label_of_name: dict[str, int], sample_rate_hz: int) -> MotionSeries:
    with np.load(data_dir / "wrist-activity" / "hmp-wrist" / "hmp.npz") as file:
        acc = (file["acc_code"].astype(np.float32) / HIGHEST_CODE - 0.5) * RANGE_G * TO_WATCH_FRAME
        offsets, codes, names = file["offsets"], file["label"], [str(name) for name in file["label_names"]]
        people = np.unique(file["volunteer"], return_inverse=True)[1]
    runs, labels, owners = [], [], []
    for trial, code in enumerate(codes):
        label = label_of_name.get(names[code])
        if label is None:
            continue
        run = acc[offsets[trial] : offsets[trial + 1]]
        # The mean stays out of the resampling filter, which would pull the ends of the run towards zero.
        mean = run.mean(axis=0)
        runs.append(resample_poly(run - mean, sample_rate_hz, SAMPLE_RATE_HZ, axis=0) + mean)
        labels.append(label)
        owners.append(people[trial])
    return series_of_runs(runs, labels, owners, "hmp")
