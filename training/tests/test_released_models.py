"""The exported models on real people; skipped where the data sets are not there."""

import pytest

from training.activity.augment import model_inputs
from training.activity.data import CONTRACT, LABELS
from training.activity.evaluate import scores_of
from training.datasets.uci_har.reader import read_split
from training.parity import load_exported
from training.paths import data_dir, model_dir

LOWEST_UCI_HAR_ACCURACY = 0.92


def test_activity_is_right_for_at_least_92_percent_of_uci_hars_test_windows():
    if not (data_dir() / "uci-har").exists():
        pytest.skip(f"UCI HAR is not at {data_dir()}: set ATTUNE_DATA to the folder of the data sets.")
    test = read_split(data_dir(), "test", LABELS)
    scores = scores_of(load_exported(model_dir("activity", CONTRACT["version"])), *model_inputs(test.motion))
    accuracy = (scores.argmax(axis=1) == test.labels).mean()
    assert accuracy >= LOWEST_UCI_HAR_ACCURACY
