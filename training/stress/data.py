"""WESAD as the windows that the app would cut from the same recordings, with labels."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.datasets.wesad.reader import LABELS as LABEL_OF_CODE
from training.datasets.wesad.reader import SLOW_RATE_HZ, WesadPerson, read_people
from training.paths import contract_path
from training.signal.slice_windows import slice_windows

MODEL_ID = "stress"
CONTRACT = json.loads(contract_path(MODEL_ID).read_text())
LABELS: list[str] = CONTRACT["labels"]
CHANNELS: list[str] = [channel["name"] for channel in CONTRACT["windowSpec"]["channels"]]
LENGTH_SEC, STRIDE_SEC = CONTRACT["windowSpec"]["lengthSec"], CONTRACT["windowSpec"]["strideSec"]


@dataclass(frozen=True)
class StressWindows:
    """Windows with one label throughout.

    values: (windowCount, 60, 4) after the personal scale. presence: (windowCount, 4). labels: (windowCount,) indices into
    LABELS. people: (windowCount,) indices into the sorted people. interval_counts: (windowCount,) how many beats the E4
    itself reported in the minute.
    """

    values: np.ndarray
    presence: np.ndarray
    labels: np.ndarray
    people: np.ndarray
    interval_counts: np.ndarray

    def keep(self, is_kept: np.ndarray) -> StressWindows:
        """Returns the rows where is_kept (windowCount,) is true."""
        parts = (self.values, self.presence, self.labels, self.people, self.interval_counts)
        return StressWindows(*(part[is_kept] for part in parts))

    def of_labels(self, *names: str) -> StressWindows:
        """Returns the windows with one of these labels."""
        return self.keep(np.isin(self.labels, [LABELS.index(name) for name in names]))


def label_of_window(person: WesadPerson, start_ms: float) -> int:
    """Returns the index into LABELS of the window that begins there, -1 where its label changes or it has none."""
    first = round(start_ms / 1000 * SLOW_RATE_HZ)
    codes = person.label_codes[first : first + LENGTH_SEC * SLOW_RATE_HZ]
    if len(codes) < LENGTH_SEC * SLOW_RATE_HZ or codes[0] not in LABEL_OF_CODE or (codes != codes[0]).any():
        return -1
    return LABELS.index(LABEL_OF_CODE[int(codes[0])])


def windows_of(person: WesadPerson, person_index: int) -> StressWindows:
    """Returns one person's labelled windows; the scale is taken from the whole recording, labelled or not."""
    windows = slice_windows(person.recording, CONTRACT["windowSpec"], CONTRACT["personalScale"])
    starts_sec = windows.start_ms / 1000
    labels = np.array([label_of_window(person, start_ms) for start_ms in windows.start_ms])
    borders = np.searchsorted(person.interval_times_sec, np.stack([starts_sec, starts_sec + LENGTH_SEC]))
    whole = StressWindows(
        windows.values, windows.presence, labels, np.full(len(labels), person_index), borders[1] - borders[0]
    )
    return whole.keep(labels >= 0)


def read_windows(data_dir: Path) -> StressWindows:
    """Reads every person's labelled windows."""
    parts = [windows_of(person, index) for index, person in enumerate(read_people(data_dir))]
    return StressWindows(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("values", "presence", "labels", "people", "interval_counts")
        )
    )
