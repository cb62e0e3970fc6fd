"""Reads WESAD's wrist recordings with their labels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.datasets.xz_arrays import load_xz
from training.signal.recording import ChannelSeries, Recording

# Codes of the label track, in the words of the stress contract. 0 is what belongs to no condition.
LABELS = {1: "baseline", 2: "stress", 3: "amusement", 4: "meditation"}

ACC_COUNTS_PER_G = 64
ACC_RATE_HZ, BVP_RATE_HZ, SLOW_RATE_HZ = 32, 64, 4


@dataclass(frozen=True)
class WesadPerson:
    """One person's recording. label_codes: (sampleCount,) the condition at SLOW_RATE_HZ from the recording's start.

    interval_times_sec: (intervalCount,) the beats that the E4 itself reported, in seconds from the start; used only to
    show how much their number gives away.
    """

    name: str
    recording: Recording
    label_codes: np.ndarray
    interval_times_sec: np.ndarray


def read_people(data_dir: Path) -> list[WesadPerson]:
    """Reads the 15 people of data_dir/wesad, in the order of their numbers. Times begin at 0."""
    paths = sorted((data_dir / "wesad").glob("S*.npz.xz"), key=lambda path: int(path.name[1:].split(".")[0]))
    return [_read_person(path) for path in paths]


def _read_person(path: Path) -> WesadPerson:
    with load_xz(path) as file:
        acc = file["ACC"].astype(np.float64) / ACC_COUNTS_PER_G
        series = {
            name: ChannelSeries.regular(acc[:, axis], ACC_RATE_HZ) for axis, name in enumerate(("accX", "accY", "accZ"))
        }
        series["bvp"] = ChannelSeries.regular(file["BVP"], BVP_RATE_HZ)
        series["eda"] = ChannelSeries.regular(file["EDA"], SLOW_RATE_HZ)
        series["skinTemp"] = ChannelSeries.regular(file["TEMP"], SLOW_RATE_HZ)
        recording = Recording(series, has_gravity=True)
        return WesadPerson(path.name.split(".")[0], recording, file["label_EDA"].astype(int), file["IBI"][:, 0])
