"""Measures the exported expression model on FER-2013's test splits, from the files that the app loads.

    python -m training.face_emotion.evaluate --data ../shared/data
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np

from training.calibration import expected_calibration_error
from training.datasets.fer2013.reader import FLAG_LEAKED, LABELS, FerSplit, read_split
from training.export import GraphFunction
from training.parity import load_exported
from training.paths import data_dir, model_dir

BATCH_SIZE = 256
RESAMPLE_COUNT = 2000

# Accuracy in per cent on the private test and on its clean part: the expression models of the npm packages
# @vladmandic/human and @vladmandic/face-api, measured in TF.js (WASM) with the same pixels and labels. Their
# training may have seen the clean part's twins; ours has not.
PEERS = {"human": (66.6, 64.6), "face-api": (58.9, 57.6)}


def scores_of(run: GraphFunction, faces: np.ndarray) -> np.ndarray:
    """Returns (faceCount, 7) scores for (faceCount, 48, 48) uint8 faces."""
    batches = [faces[start : start + BATCH_SIZE] for start in range(0, len(faces), BATCH_SIZE)]
    return np.concatenate([run({"face": batch[..., None].astype(np.float32)})["scores"] for batch in batches])


def recalls(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Returns (7,): for each label the share, 0 to 1, of its faces that are found."""
    is_right = scores.argmax(axis=1) == labels
    return np.array([is_right[labels == index].mean() for index in range(len(LABELS))])


def macro_f1(scores: np.ndarray, labels: np.ndarray) -> float:
    """Returns the mean over labels of the harmonic mean of precision and recall, 0 to 1."""
    found = scores.argmax(axis=1)
    parts = []
    for index in range(len(LABELS)):
        both = np.sum((found == index) & (labels == index))
        parts.append(2 * both / max(1, np.sum(found == index) + np.sum(labels == index)))
    return float(np.mean(parts))


def accuracy_interval(is_right: np.ndarray) -> tuple[float, float]:
    """Returns the 95 % interval of an accuracy, 0 to 1, over faces drawn again with replacement (fixed seed)."""
    resampled = np.random.default_rng(0).binomial(len(is_right), is_right.mean(), RESAMPLE_COUNT) / len(is_right)
    low, high = np.percentile(resampled, [2.5, 97.5])
    return float(low), float(high)


def measure(run: GraphFunction, splits: dict[str, FerSplit]) -> dict[str, float]:
    """Returns the figures of the model card for {"public": split, "private": split}, all from 0 to 1.

    "Clean" leaves out test faces that have a near duplicate in the official training split; our training leaves the
    duplicates out instead, so both figures are of faces that it never saw.
    """
    metrics: dict[str, float] = {}
    for name, split in splits.items():
        scores = scores_of(run, split.faces)
        is_right = scores.argmax(axis=1) == split.labels
        is_clean = (split.flags & FLAG_LEAKED) == 0
        low, high = accuracy_interval(is_right)
        metrics |= {
            f"{name}Accuracy": is_right.mean(),
            f"{name}AccuracyLow95": low,
            f"{name}AccuracyHigh95": high,
            f"{name}CleanAccuracy": is_right[is_clean].mean(),
            f"{name}MacroF1": macro_f1(scores, split.labels),
            f"{name}CalibrationError": expected_calibration_error(scores, split.labels),
        }
        for label, recall in zip(LABELS, recalls(scores, split.labels), strict=True):
            metrics[f"{name}Recall{label.capitalize()}"] = recall
    return {name: round(float(value), 5) for name, value in metrics.items()}


def read_test_splits(data: Path) -> dict[str, FerSplit]:
    """Returns the two test splits; the public one also chose the checkpoint and the temperature."""
    return {"public": read_split(data, "public_test"), "private": read_split(data, "private_test")}


def report(metrics: dict[str, float]) -> str:
    """Returns the figures as text, next to those of the browser libraries' own models."""
    lines = []
    for name in ("public", "private"):
        percent = {key: 100 * value for key, value in metrics.items() if key.startswith(name)}
        lines += [
            f"{name} test: {percent[f'{name}Accuracy']:.2f} % "
            f"(95 % interval {percent[f'{name}AccuracyLow95']:.1f} to {percent[f'{name}AccuracyHigh95']:.1f}), "
            f"clean {percent[f'{name}CleanAccuracy']:.2f} %, macro F1 {percent[f'{name}MacroF1']:.1f} %, "
            f"calibration error {percent[f'{name}CalibrationError']:.1f} %",
            "  recall "
            + ", ".join(f"{label} {percent[f'{name}Recall{label.capitalize()}']:.1f}" for label in LABELS),
        ]
    lines += [
        f"{peer} on the private test: {official:.1f} %, clean {clean:.1f} %" for peer, (official, clean) in PEERS.items()
    ]
    return "\n".join(lines)


def main() -> None:
    """Prints the figures of an exported model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--model", type=Path, default=model_dir("face-emotion", 1), help="folder of the exported model")
    options = parser.parse_args()
    print(report(measure(load_exported(options.model), read_test_splits(data_dir(options.data)))))


if __name__ == "__main__":
    main()
