"""Who trains, who calibrates and who is tested; nobody is in two of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from training.datasets.motion_sense.reader import read_windows
from training.datasets.motion_windows import MotionWindows, join
from training.datasets.uci_har.reader import read_split
from training.paths import contract_path

MODEL_ID = "activity"
CONTRACT = json.loads(contract_path(MODEL_ID).read_text())
LABELS: list[str] = CONTRACT["labels"]
STILL_LABELS = ("lying", "sitting", "standing")
MOVING_LABEL_INDICES = tuple(index for index, label in enumerate(LABELS) if label not in STILL_LABELS)
LYING_LABEL_INDEX = LABELS.index("lying")

# Every fourth person of MotionSense is tested. Two of UCI HAR's training people and three others of MotionSense are for
# choosing: how to train, and the temperature.
MOTION_SENSE_TEST_PEOPLE = (4, 8, 12, 16, 20, 24)
MOTION_SENSE_VALIDATION_PEOPLE = (3, 11, 19)
UCI_HAR_VALIDATION_PEOPLE = (7, 29)


@dataclass(frozen=True)
class ActivityData:
    """The windows by what they are for."""

    training: MotionWindows
    uci_har_validation: MotionWindows
    motion_sense_validation: MotionWindows
    uci_har_test: MotionWindows
    motion_sense_test: MotionWindows


def read_data(data_dir: Path) -> ActivityData:
    """Reads both data sets and parts them by person; UCI HAR's test split is the official one."""
    uci_har = read_split(data_dir, "train", LABELS)
    motion_sense = read_windows(data_dir, LABELS)
    motion_sense_training = motion_sense.without(MOTION_SENSE_TEST_PEOPLE)
    return ActivityData(
        training=join(
            uci_har.without(UCI_HAR_VALIDATION_PEOPLE), motion_sense_training.without(MOTION_SENSE_VALIDATION_PEOPLE)
        ),
        uci_har_validation=uci_har.of(UCI_HAR_VALIDATION_PEOPLE),
        motion_sense_validation=motion_sense.of(MOTION_SENSE_VALIDATION_PEOPLE),
        uci_har_test=read_split(data_dir, "test", LABELS),
        motion_sense_test=motion_sense.of(MOTION_SENSE_TEST_PEOPLE),
    )
