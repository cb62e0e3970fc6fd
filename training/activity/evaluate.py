"""Tests the activity model, as it ships, on people that it was not trained on.

    python -m training.activity.evaluate --data ../shared/data
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from sklearn.metrics import confusion_matrix, f1_score

from training.activity.augment import model_inputs
from training.activity.data import CONTRACT, LABELS, MODEL_ID, STILL_LABELS, read_data
from training.calibration import expected_calibration_error
from training.datasets.motion_windows import MotionWindows
from training.export import GraphFunction
from training.parity import load_exported
from training.paths import data_dir, model_dir

# What the app can meet: the ending of the metric's name, and whether there are a gyroscope and gravity.
SENSOR_SUBSETS = {"": (True, True), "WithoutGyro": (False, True), "WithoutGravity": (True, False)}
BATCH_SIZE = 512


def scores_of(run: GraphFunction, window: np.ndarray, presence: np.ndarray) -> np.ndarray:
    """Returns (windowCount, 7) calibrated scores."""
    batches = [
        run({"window": window[first : first + BATCH_SIZE], "presence": presence[first : first + BATCH_SIZE]})["scores"]
        for first in range(0, len(window), BATCH_SIZE)
    ]
    return np.concatenate(batches)


def merged(labels: np.ndarray) -> np.ndarray:
    """Returns the labels with lying, sitting and standing as one, which without gravity nobody can tell apart."""
    still = [LABELS.index(label) for label in STILL_LABELS]
    return np.where(np.isin(labels, still), still[0], labels)


def accuracy_by_person(is_right: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Returns (personCount,) the share of each person's windows that are right."""
    return np.array([is_right[people == person].mean() for person in np.unique(people)])


def evaluate_on(run: GraphFunction, test: MotionWindows, name: str) -> dict[str, float]:
    """Prints and returns the figures on one test set, for each subset of the sensors."""
    metrics: dict[str, float] = {}
    for ending, (has_gyro, has_gravity) in SENSOR_SUBSETS.items():
        scores = scores_of(run, *model_inputs(test.motion, has_gyro, has_gravity))
        found, true = scores.argmax(axis=1), test.labels
        if not has_gravity:
            found, true = merged(found), merged(true)
        by_person = accuracy_by_person(found == true, test.people)
        metrics[f"{name}Accuracy{ending}"] = float((found == true).mean())
        metrics[f"{name}MacroF1{ending}"] = float(f1_score(true, found, average="macro", labels=np.unique(true)))
        print(
            f"{name:18s} {ending or 'AllSensors':15s} accuracy {(found == true).mean():.4f}  "
            f"macro F1 {metrics[f'{name}MacroF1{ending}']:.4f}  "
            f"over {len(by_person)} people {by_person.mean():.3f} (sd {by_person.std():.3f}, lowest {by_person.min():.3f})"
        )
        if has_gyro and has_gravity:
            metrics[f"{name}AccuracyPersonSd"] = float(by_person.std())
            metrics[f"{name}CalibrationError"] = expected_calibration_error(scores, test.labels)
            print(f"{'':18s} calibration error {metrics[f'{name}CalibrationError']:.4f}")
            print_confusion(true, found)
    return metrics


def print_confusion(true: np.ndarray, found: np.ndarray) -> None:
    """Prints the counts, true activity by row."""
    matrix = confusion_matrix(true, found, labels=range(len(LABELS)))
    print(f"{'':20s}" + "".join(f"{label[:9]:>10s}" for label in LABELS))
    for label, row in zip(LABELS, matrix, strict=True):
        print(f"  {label:18s}" + "".join(f"{count:10d}" for count in row))


def evaluate(run: GraphFunction, data: Path) -> dict[str, float]:
    """Prints and returns every figure of the model card."""
    windows = read_data(data)
    metrics = {
        **evaluate_on(run, windows.uci_har_test, "uciHarTest"),
        **evaluate_on(run, windows.motion_sense_test, "motionSenseTest"),
    }
    return {name: round(value, 5) for name, value in metrics.items()}


def main() -> None:
    """Reads the command line and evaluates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--model", type=Path, help="folder of the exported model (default: public/models/activity-v<version>)")
    options = parser.parse_args()
    evaluate(load_exported(options.model or model_dir(MODEL_ID, CONTRACT["version"])), data_dir(options.data))


if __name__ == "__main__":
    main()
