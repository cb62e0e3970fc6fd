"""Reads UCI HAR's raw windows, the continuous recordings that they were cut from, and HAPT's unfiltered ones (50 Hz)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from training.datasets.motion_series import MotionSeries, series_of_runs
from training.datasets.motion_windows import WINDOW_SAMPLE_COUNT, MotionWindows
from training.datasets.xz_arrays import load_xz

SAMPLE_RATE_HZ = 50

# The official codes 1 to 6, in the words of the activity contract. HAPT's codes go on with 7 to 12, changes of posture.
LABELS = ("walking", "walkingUpstairs", "walkingDownstairs", "sitting", "standing", "lying")

# The nine people of the official test split, whose continuous recordings no training may see.
TEST_PEOPLE = (2, 4, 9, 10, 12, 13, 18, 20, 24)
TRAIN_PEOPLE = tuple(person for person in range(1, 31) if person not in TEST_PEOPLE)

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
    return MotionWindows(motion.astype(np.float32), index_of_code[codes.astype(int) - 1], people.astype(int))


def chain_windows(windows: MotionWindows) -> MotionSeries:
    """Returns the runs that windows were cut from: those that share a half exactly are laid together again."""
    half = WINDOW_SAMPLE_COUNT // 2
    motion = windows.motion[..., :6]
    continues = (
        np.all(motion[1:, :half] == motion[:-1, half:], axis=(1, 2))
        & (windows.labels[1:] == windows.labels[:-1])
        & (windows.people[1:] == windows.people[:-1])
    )
    borders = [0, *(np.flatnonzero(~continues) + 1), len(motion)]
    runs = [
        np.concatenate([motion[first], *motion[first + 1 : last, half:]])
        for first, last in zip(borders, borders[1:], strict=False)
    ]
    return series_of_runs(runs, windows.labels[borders[:-1]], windows.people[borders[:-1]], "uciHar")


def read_hapt_series(data_dir: Path, label_order: list[str], without_people: tuple[int, ...]) -> MotionSeries:
    """Reads the labelled stretches of HAPT's unfiltered recordings, those of the people named left out."""
    runs, labels, people = [], [], []
    with load_xz(data_dir / "uci-har" / "hapt_raw.npz.xz") as file:
        for experiment, person, code, first, last in file["labels"]:
            if code <= len(LABELS) and person not in without_people:
                # First and last are counted from 1, the last one included.
                runs.append(file[f"exp{experiment:02d}_user{person:02d}"][first - 1 : last])
                labels.append(label_order.index(LABELS[code - 1]))
                people.append(person)
    return series_of_runs(runs, labels, people, "hapt")


@dataclass(frozen=True)
class HaptRecording:
    """One continuous recording: motion (sampleCount, 6), its labelled stretches (first, last, label) in order of time, and the
    stretches (first, last) in which somebody sits down, stands up, lies down or gets up, which are none of the labels."""

    motion: np.ndarray
    stretches: list[tuple[int, int, int]]
    changes_of_posture: list[tuple[int, int]]


def read_hapt_recordings(data_dir: Path, label_order: list[str], people: tuple[int, ...]) -> list[HaptRecording]:
    """Reads HAPT's recordings of the people named, whole."""
    recordings = []
    with load_xz(data_dir / "uci-har" / "hapt_raw.npz.xz") as file:
        rows = file["labels"]
        for experiment, person in np.unique(rows[:, :2], axis=0):
            if person not in people:
                continue
            of_this = rows[(rows[:, 0] == experiment) & (rows[:, 1] == person)]
            spans = [(int(first) - 1, int(last), int(code)) for _, _, code, first, last in of_this[of_this[:, 3].argsort()]]
            recordings.append(
                HaptRecording(
                    file[f"exp{experiment:02d}_user{person:02d}"],
                    [(first, last, label_order.index(LABELS[code - 1])) for first, last, code in spans if code <= len(LABELS)],
                    [(first, last) for first, last, code in spans if code > len(LABELS)],
                )
            )
    return recordings
