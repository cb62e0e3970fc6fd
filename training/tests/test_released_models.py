"""The exported models on real people; skipped where the data sets are not there."""

import pytest

from training.activity.data import LABELS, PHONE_CONTRACT, PHONE_MODEL_ID
from training.activity.evaluate import graph_scores
from training.activity.inputs import model_inputs
from training.datasets.uci_har.reader import read_split
from training.parity import load_exported
from training.paths import data_dir, model_dir

LOWEST_UCI_HAR_ACCURACY = 0.96


def test_activity_is_right_for_at_least_96_percent_of_uci_hars_test_windows():
    if not (data_dir() / "uci-har").exists():
        pytest.skip(f"UCI HAR is not at {data_dir()}: set ATTUNE_DATA to the folder of the data sets.")
    test = read_split(data_dir(), "test", LABELS)
    scores_of = graph_scores(load_exported(model_dir(PHONE_MODEL_ID, PHONE_CONTRACT["version"])))
    accuracy = (scores_of(*model_inputs(test.motion)).argmax(axis=1) == test.labels).mean()
    assert accuracy >= LOWEST_UCI_HAR_ACCURACY
