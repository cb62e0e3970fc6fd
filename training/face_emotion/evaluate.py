"""Measures the exported expression model on FER-2013's test splits, from the files that the app loads.

    python -m training.face_emotion.evaluate --data ../shared/data
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np

from training.calibration import equal_count_calibration_error
from training.datasets.fer2013.reader import FERPLUS_LABELS, FLAG_LEAKED, FLAG_UNSURE_PICTURE, LABELS, FerSplit, read_split
from training.export import GraphFunction
from training.face_emotion.robustness import curves, luminance_groups, skin_shift_curve
from training.parity import load_exported
from training.paths import contract_path, data_dir, model_dir

MODEL_ID = "face-emotion"
BATCH_SIZE = 256
RESAMPLE_COUNT = 2000
# The question: how right is the model where it is most confident?
MOST_CONFIDENT_SHARE = 0.6

# Accuracy in per cent on the private test and on its clean part: the expression models of the npm packages
# @vladmandic/human and @vladmandic/face-api, measured in TF.js (WASM) with the same pixels and labels. Their
# training may have seen the clean part's twins; ours has not.
PEERS = {"human": (66.6, 64.6), "face-api": (58.9, 57.6)}

# FER+ names its classes otherwise; contempt, unknown and "not a face" have no counterpart.
FERPLUS_NAMES = {
    "angry": "anger",
    "disgust": "disgust",
    "fear": "fear",
    "happy": "happiness",
    "sad": "sadness",
    "surprise": "surprise",
    "neutral": "neutral",
}


def scores_of(run: GraphFunction, faces: np.ndarray) -> np.ndarray:
    """Returns (faceCount, 7) scores for (faceCount, 48, 48) grey levels, 0 to 255."""
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


def ferplus_majority(split: FerSplit) -> tuple[np.ndarray, np.ndarray]:
    """Returns (faceCount,) the label with the most FER+ votes, and whether it stands alone and is one of our seven.

    Faces whose place in the split is a guess have votes of another picture and do not count.
    """
    counts = split.votes[:, [FERPLUS_LABELS.index(FERPLUS_NAMES[label]) for label in LABELS]]
    most = counts.max(axis=1)
    is_clear = (most == split.votes.max(axis=1)) & ((split.votes == most[:, None]).sum(axis=1) == 1)
    return counts.argmax(axis=1), is_clear & ((split.flags & FLAG_UNSURE_PICTURE) == 0)


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
        majority, is_clear = ferplus_majority(split)
        surest = np.argsort(-scores.max(axis=1), kind="stable")[: round(MOST_CONFIDENT_SHARE * len(scores))]
        metrics |= {
            f"{name}Accuracy": is_right.mean(),
            f"{name}AccuracyLow95": low,
            f"{name}AccuracyHigh95": high,
            f"{name}CleanAccuracy": is_right[is_clean].mean(),
            f"{name}MacroF1": macro_f1(scores, split.labels),
            f"{name}FerPlusAccuracy": (scores.argmax(axis=1) == majority)[is_clear].mean(),
            f"{name}CalibrationError": equal_count_calibration_error(scores, split.labels),
            f"{name}MostConfidentAccuracy": is_right[surest].mean(),
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
        percent = {key.removeprefix(name): 100 * value for key, value in metrics.items() if key.startswith(name)}
        lines += [
            f"{name} test: {percent['Accuracy']:.2f} % "
            f"(95 % interval {percent['AccuracyLow95']:.1f} to {percent['AccuracyHigh95']:.1f}), "
            f"clean {percent['CleanAccuracy']:.2f} %, macro F1 {percent['MacroF1']:.1f} %, FER+ {percent['FerPlusAccuracy']:.1f} %, "
            f"calibration error {percent['CalibrationError']:.2f} %, "
            f"most confident {100 * MOST_CONFIDENT_SHARE:.0f} % of faces {percent['MostConfidentAccuracy']:.1f} %",
            "  recall " + ", ".join(f"{label} {percent[f'Recall{label.capitalize()}']:.1f}" for label in LABELS),
        ]
    lines += [
        f"{peer} on the private test: {official:.1f} %, clean {clean:.1f} %" for peer, (official, clean) in PEERS.items()
    ]
    return "\n".join(lines)


def report_robustness(run: GraphFunction, split: FerSplit) -> str:
    """Returns the robustness curves, the groups by brightness and the shifted skin tones on one split, as text."""
    scores = lambda faces: scores_of(run, faces)  # noqa: E731
    lines = ["Accuracy in per cent when the private test's faces are changed (difference in points):"]
    lines += [f"  {name}: {100 * accuracy:.2f} ({100 * (accuracy - plain):+.2f})" for name, accuracy, plain in curves(scores, split)]
    lines.append("Skin made darker or lighter (grey levels, the background unchanged):")
    lines += [f"  {shift:+d}: {100 * accuracy:.2f}" for shift, accuracy in skin_shift_curve(scores, split)]
    groups = luminance_groups(scores(split.faces), split)
    lines.append("Faces by the brightness of their middle, five groups of equal count, darkest first:")
    lines += [f"  mean level {level:.0f}: {100 * accuracy:.2f}" for level, accuracy in groups.groups]
    low, high = groups.gap_interval
    lines.append(f"  worst group's gap to all faces: {100 * groups.gap:.2f} points (95 % interval {100 * low:.1f} to {100 * high:.1f})")
    return "\n".join(lines)


def main() -> None:
    """Prints the figures of an exported model."""
    version = json.loads(contract_path(MODEL_ID).read_text())["version"]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--model", type=Path, default=model_dir(MODEL_ID, version), help="folder of the exported model")
    options = parser.parse_args()
    run, splits = load_exported(options.model), read_test_splits(data_dir(options.data))
    print(report(measure(run, splits)))
    print(report_robustness(run, splits["private"]))


if __name__ == "__main__":
    main()
