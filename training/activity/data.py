"""Who trains, who is for choosing and who is tested; nobody is in two of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.model_selection import GroupKFold

from training.activity.inputs import gravity_of
from training.datasets.hmp import reader as hmp
from training.datasets.motion_sense import reader as motion_sense
from training.datasets.motion_series import MotionSeries, join_series
from training.datasets.motion_windows import WINDOW_SAMPLE_COUNT, MotionWindows
from training.datasets.uci_har import reader as uci_har
from training.datasets.wisdm import reader as wisdm
from training.paths import cache_dir, contract_path

PHONE_MODEL_ID, WRIST_MODEL_ID = "activity", "activity-wrist"
PHONE_CONTRACT = json.loads(contract_path(PHONE_MODEL_ID).read_text())
WRIST_CONTRACT = json.loads(contract_path(WRIST_MODEL_ID).read_text())
LABELS: list[str] = PHONE_CONTRACT["labels"]
WRIST_LABELS: list[str] = WRIST_CONTRACT["labels"]
POSTURE_LABELS = ("lying", "sitting", "standing")
POSTURE_LABEL_INDICES = tuple(LABELS.index(label) for label in POSTURE_LABELS)
LYING_LABEL_INDEX = LABELS.index("lying")

# Every fourth person of MotionSense is tested, and UCI HAR's official nine. Five of UCI HAR's 21 training people and four
# others of MotionSense are left out where something is chosen: how to train, and the temperature.
MOTION_SENSE_TEST_PEOPLE = (4, 8, 12, 16, 20, 24)
CHOICE_PEOPLE = {"uciHar": (5, 11, 17, 23, 29), "hapt": (5, 11, 17, 23, 29), "motionSense": (3, 7, 11, 19)}
WRIST_FOLD_COUNT = 5
# Values are kept as whole numbers in the cache, finer than the sensors' noise: counts a g and a rad/s.
PHONE_COUNTS_PER_UNIT, WRIST_COUNTS_PER_UNIT = 4000, 1000


def read_phone_training(data_dir: Path) -> MotionSeries:
    """Returns the runs of everybody who is not tested: UCI HAR filtered, HAPT unfiltered, MotionSense."""
    return _cached("phone-training", PHONE_COUNTS_PER_UNIT, lambda: _read_phone_training(data_dir))


def read_motion_sense_test(data_dir: Path) -> MotionSeries:
    """Returns the runs of MotionSense's people that are tested."""
    pocketed = motion_sense.read_series(data_dir, LABELS)
    return pocketed.keep(np.isin(pocketed.people, MOTION_SENSE_TEST_PEOPLE))


def windows_of(series: MotionSeries) -> MotionWindows:
    """Returns the windows of a phone's runs, each half overlapping the one before; none crosses the end of a run."""
    gravity = gravity_of(series, uci_har.SAMPLE_RATE_HZ)
    body_acc = series.motion[:, :3] - gravity
    columns = replace(series, motion=np.concatenate([series.motion, body_acc], axis=1))
    motion, runs = columns.windows(WINDOW_SAMPLE_COUNT, WINDOW_SAMPLE_COUNT // 2)
    return MotionWindows(motion, series.labels[runs], series.people[runs])


def _read_phone_training(data_dir: Path) -> MotionSeries:
    pocketed = motion_sense.read_series(data_dir, LABELS)
    return join_series(
        uci_har.chain_windows(uci_har.read_split(data_dir, "train", LABELS)),
        uci_har.read_hapt_series(data_dir, LABELS, uci_har.TEST_PEOPLE),
        pocketed.keep(~np.isin(pocketed.people, MOTION_SENSE_TEST_PEOPLE)),
    )


def is_for_choice(series: MotionSeries) -> np.ndarray:
    """Returns (runCount,) whether a run is of somebody who is left out where something is chosen."""
    return np.array([person in CHOICE_PEOPLE[str(source)] for person, source in zip(series.people, series.sources, strict=True)])


def held_out_phone_windows(series: MotionSeries) -> tuple[np.ndarray, np.ndarray]:
    """Returns first sample and run of each window of the people for choosing."""
    firsts, runs = series.window_firsts(WINDOW_SAMPLE_COUNT, WINDOW_SAMPLE_COUNT // 2)
    is_held = is_for_choice(series)[runs]
    return firsts[is_held], runs[is_held]


def read_wrist(data_dir: Path) -> MotionSeries:
    """Returns the runs of WISDM's watch and of HMP's wrist at the contract's rate."""
    sample_rate_hz = WRIST_CONTRACT["windowSpec"]["sampleRateHz"]
    return _cached(
        "wrist",
        WRIST_COUNTS_PER_UNIT,
        lambda: join_series(
            wisdm.read_series(data_dir, WRIST_LABELS), hmp.read_series(data_dir, WRIST_LABELS, sample_rate_hz)
        ),
    )


def _cached(name: str, counts_per_unit: int, read: Callable[[], MotionSeries]) -> MotionSeries:
    path = cache_dir(PHONE_MODEL_ID) / f"{name}.npz"
    if not path.exists():
        series = read()
        runs = [series.motion[first:last] for first, last in zip(series.firsts, series.lasts, strict=True)]
        counts = np.clip(np.round(np.concatenate(runs) * counts_per_unit), -32768, 32767).astype(np.int16)
        np.savez(
            path,
            counts=counts,
            lengths=[len(run) for run in runs],
            labels=series.labels,
            people=series.people,
            sources=series.sources,
        )
    with np.load(path) as file:
        borders = np.cumsum([0, *file["lengths"]])
        motion = file["counts"].astype(np.float32) / counts_per_unit
        return MotionSeries(motion, borders[:-1], borders[1:], file["labels"], file["people"], file["sources"])


def wrist_folds(series: MotionSeries) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns first sample, run and fold of each window of WISDM that is tested: the windows and folds of the forest to beat."""
    sample_count = round(WRIST_CONTRACT["windowSpec"]["lengthSec"] * WRIST_CONTRACT["windowSpec"]["sampleRateHz"])
    of_wisdm = np.flatnonzero(series.sources == "wisdm")
    cuts = [np.arange(series.firsts[run], series.lasts[run] - sample_count, sample_count // 2) for run in of_wisdm]
    runs = np.repeat(of_wisdm, [len(cut) for cut in cuts])
    folds = np.zeros(len(runs), int)
    splits = GroupKFold(WRIST_FOLD_COUNT).split(runs, groups=series.people[runs])
    for fold, (_, tested) in enumerate(splits):
        folds[tested] = fold
    return np.concatenate(cuts), runs, folds


