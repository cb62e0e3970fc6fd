"""Capture-24 as what trains the wrist's network: windows of each participant in the cache, read a few participants at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from tqdm import tqdm

from training.activity.data import WRIST_CONTRACT, WRIST_COUNTS_PER_UNIT
from training.activity.model import NetworkShape
from training.activity.runs import WRIST_SHAPE
from training.checkpoint import load_checkpoint, save_checkpoint
from training.datasets.capture24.reader import NOT_ANNOTATED, Annotated, participant_paths, read_label_of_annotation, read_participant
from training.datasets.motion_series import MotionSeries, join_series, series_of_runs
from training.paths import cache_dir
from training.signal.slice_windows import slice_windows

CACHE_NAME = "activity-capture24"
RUN = "v1"
NETWORK_FILE = "network.npz"
SOURCE = "capture24"
SCHEMES = ("Walmsley2020", "WillettsSpecific2018")
# Each window stands alone, as in the authors' own figures; the app's overlap by half.
WINDOW_SPEC = {**WRIST_CONTRACT["windowSpec"], "strideSec": WRIST_CONTRACT["windowSpec"]["lengthSec"]}
UNLABELLED = -1


@dataclass(frozen=True)
class Participant:
    """The windows of one participant, in order of time.

    motion: (windowCount, 200, 3) float32 in g at 20 Hz. positions: (windowCount,) how many windows after the recording's start.
    codes: (windowCount,) indices into annotations, NOT_ANNOTATED where most of the window has none.
    """

    motion: np.ndarray
    positions: np.ndarray
    codes: np.ndarray
    annotations: list[str]


@dataclass(frozen=True)
class Scheme:
    """One way to label: its labels in their order, and the label of each annotation in the dictionary."""

    name: str
    labels: list[str]
    label_of_annotation: dict[str, str]

    def labels_of(self, participant: Participant) -> np.ndarray:
        """Returns (windowCount,) indices into labels, UNLABELLED where there is no annotation or the dictionary lacks it."""
        names = [self.label_of_annotation.get(annotation) for annotation in participant.annotations]
        table = np.array([UNLABELLED if name is None else self.labels.index(name) for name in names] + [UNLABELLED])
        return table[np.where(participant.codes == NOT_ANNOTATED, len(names), participant.codes)]

    def unknown_annotations(self, participant: Participant) -> Counter[str]:
        """Returns how many windows have each annotation that the dictionary lacks."""
        counts = Counter(participant.annotations[code] for code in participant.codes if code != NOT_ANNOTATED)
        return Counter({name: count for name, count in counts.items() if name not in self.label_of_annotation})

    @property
    def shape(self) -> NetworkShape:
        """The wrist's network with an output for each label."""
        return replace(WRIST_SHAPE, label_count=len(self.labels))


def run_dir(scheme_name: str, run: str) -> Path:
    """Returns the folder in the cache of a run of train_capture24.py."""
    return cache_dir(CACHE_NAME) / scheme_name / run


def read_scheme(data_dir: Path, name: str) -> Scheme:
    """Returns a scheme of the dictionary, its labels in alphabetical order."""
    label_of_annotation = read_label_of_annotation(data_dir, name)
    return Scheme(name, sorted(set(label_of_annotation.values())), label_of_annotation)


def windows_of(annotated: Annotated) -> Participant:
    """Returns the windows that the app would cut from a recording, end to end, each with the annotation that most of it has."""
    windows = slice_windows(annotated.recording, WINDOW_SPEC, WRIST_CONTRACT["personalScale"])
    length_ms = WINDOW_SPEC["lengthSec"] * 1000
    positions = np.round((windows.start_ms - windows.start_ms[:1]) / length_ms).astype(int)
    timestamps_ms = annotated.recording.series["accX"].timestamps_ms
    is_timed = np.isfinite(timestamps_ms)
    timestamps_ms, codes = timestamps_ms[is_timed], annotated.codes[is_timed]
    owners = np.searchsorted(windows.start_ms, timestamps_ms, "right") - 1
    is_inside = (owners >= 0) & (timestamps_ms < np.append(windows.start_ms, -np.inf)[owners] + length_ms)
    # The last column is for rows without an annotation.
    column_count = len(annotated.annotations) + 1
    columns = np.where(codes == NOT_ANNOTATED, column_count - 1, codes)
    cells = owners[is_inside] * column_count + columns[is_inside]
    most = np.bincount(cells, minlength=len(positions) * column_count).reshape(-1, column_count).argmax(axis=1)
    return Participant(
        windows.values, positions, np.where(most == column_count - 1, NOT_ANNOTATED, most), annotated.annotations
    )


def load_participant(person: str, source: Path) -> Participant:
    """Returns a participant's windows from the cache; reads the file, and keeps its windows, where they are not there yet."""
    path = cache_dir(CACHE_NAME) / "windows" / f"{person}.npz"
    if not path.exists():
        read = windows_of(read_participant(source))
        counts = np.clip(np.round(read.motion * WRIST_COUNTS_PER_UNIT), -32768, 32767).astype(np.int16)
        path.parent.mkdir(exist_ok=True)
        save_checkpoint(path, {"windows": [counts, read.positions, read.codes]}, {"annotations": read.annotations})
    groups, meta = load_checkpoint(path)
    counts, positions, codes = groups["windows"]
    return Participant(counts.astype(np.float32) / WRIST_COUNTS_PER_UNIT, positions, codes, meta["annotations"])


def prepare(data_dir: Path, people: tuple[str, ...], scheme: Scheme) -> tuple[dict[str, Path], np.ndarray]:
    """Brings the people that are there into the cache; returns the files of those with labels, and (labelCount,) their windows.

    Prints what cannot be used: people who are missing, and annotations that the dictionary lacks.
    """
    paths = participant_paths(data_dir, people)
    labelled: dict[str, Path] = {}
    label_counts = np.zeros(len(scheme.labels), int)
    unlabelled_count, unknown = 0, Counter()
    for person, path in tqdm(paths.items(), desc="reading participants", unit="person", mininterval=5):
        participant = load_participant(person, path)
        labels = scheme.labels_of(participant)
        counts = np.bincount(labels[labels != UNLABELLED], minlength=len(scheme.labels))
        if counts.any():
            labelled[person] = path
        label_counts += counts
        unlabelled_count += int((labels == UNLABELLED).sum())
        unknown += scheme.unknown_annotations(participant)
    print(f"{len(paths)} of the {len(people)} participants {people[0]} to {people[-1]} are there, {len(labelled)} with labels")
    print("windows: " + ", ".join(f"{label} {count}" for label, count in zip(scheme.labels, label_counts, strict=True)))
    print(f"{unlabelled_count} windows have no label, {unknown.total()} of them for annotations that the dictionary lacks")
    for annotation, count in unknown.most_common():
        print(f"  {count} windows: {annotation}")
    if not labelled:
        raise ValueError(f"No window has a label of {scheme.name}; expected annotations of the dictionary.")
    return labelled, label_counts


def labelled_series(paths: dict[str, Path], people: Iterable[str], scheme: Scheme) -> MotionSeries:
    """Returns the labelled windows of a few participants of prepare; neighbours with one label are one run."""
    participants = {int(person[1:]): load_participant(person, paths[person]) for person in people}
    labels = np.concatenate([scheme.labels_of(participant) for participant in participants.values()])
    owners = np.repeat(list(participants), [len(participant.codes) for participant in participants.values()])
    positions = np.concatenate([participant.positions for participant in participants.values()])
    is_kept = labels != UNLABELLED
    labels, owners, positions = labels[is_kept], owners[is_kept], positions[is_kept]
    motion = np.concatenate([participant.motion for participant in participants.values()])[is_kept]
    borders = np.flatnonzero((np.diff(owners) != 0) | (np.diff(positions) != 1) | (np.diff(labels) != 0)) + 1
    firsts = np.concatenate([[0], borders])
    runs = [windows.reshape(-1, motion.shape[2]) for windows in np.split(motion, borders)]
    return series_of_runs(runs, labels[firsts], owners[firsts], SOURCE)
