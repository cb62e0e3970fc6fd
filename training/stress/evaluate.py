"""Tests the stress network on each person that it was not trained on, beside what needs no network.

    python -m training.stress.evaluate --data ../shared/data      (after train.py, whose fifteen networks it reads)

Protocol: 60-second windows every 15 seconds with one label throughout, scaled by the person's whole recording without its
labels, as the app does with a file. Binary is stress against baseline and amusement, as in Schmidt et al. 2018; three classes
are those; both leave meditation out, four classes do not. Every figure is a mean over 15 people with its standard deviation.
The network is one for all: its four scores are reduced to the classes asked for. The trees are trained for each question,
on the same windows.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# The trees are small: their threads would wait for each other longer than they work.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import keras
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import f1_score
from tqdm import tqdm

from training.calibration import best_temperature, expected_calibration_error, softmax
from training.checkpoint import load_checkpoint
from training.classifier import logits_of
from training.paths import cache_dir, data_dir
from training.stress.data import CHANNELS, LABELS, MODEL_ID, StressWindows, read_windows
from training.stress.model import build_network

SUBSETS = {
    "all": tuple(CHANNELS),
    "heartRate+accMotion": ("heartRate", "accMotion"),
    "heartRate": ("heartRate",),
    "eda": ("eda",),
    "accMotion (control)": ("accMotion",),
}
STRESS, MEDITATION = LABELS.index("stress"), LABELS.index("meditation")
QUESTIONS = ("binary", "three", "four")


def asked(windows: StressWindows, question: str) -> tuple[np.ndarray, np.ndarray]:
    """Returns (windowCount,) which windows count for a question, and the classes of all of them."""
    is_asked = np.ones(len(windows.labels), bool) if question == "four" else windows.labels != MEDITATION
    return is_asked, (windows.labels == STRESS).astype(int) if question == "binary" else windows.labels


def answers(scores: np.ndarray, question: str) -> np.ndarray:
    """Returns (windowCount,) the class that four scores mean for a question."""
    if question == "four":
        return scores.argmax(axis=1)
    scores = np.delete(scores, MEDITATION, axis=1)
    if question == "three":
        return scores.argmax(axis=1)
    return (scores[:, STRESS] > 0.5 * scores.sum(axis=1)).astype(int)


def by_person(true: np.ndarray, found: np.ndarray, people: np.ndarray) -> dict[str, float]:
    """Returns mean and standard deviation over people of accuracy and macro F1."""
    persons = np.unique(people)
    accuracies = [np.mean(true[people == person] == found[people == person]) for person in persons]
    f1s = [f1_score(true[people == person], found[people == person], average="macro") for person in persons]
    return {
        "Accuracy": float(np.mean(accuracies)),
        "AccuracySd": float(np.std(accuracies)),
        "MacroF1": float(np.mean(f1s)),
        "MacroF1Sd": float(np.std(f1s)),
    }


def load_left_out(windows: StressWindows, folder: Path) -> dict[int, keras.Model]:
    """Returns for each person the network that did not see them."""
    networks = {}
    for person in np.unique(windows.people):
        network = build_network(unroll=False)
        network.set_weights(load_checkpoint(folder / f"without-{person:02d}.npz")[0]["network"])
        networks[int(person)] = network
    return networks


def left_out_logits(windows: StressWindows, networks: dict[int, keras.Model], channels: tuple[str, ...]) -> np.ndarray:
    """Returns (windowCount, 4) logits for each person by the network that did not see them, from these channels alone."""
    presence = (windows.presence * np.isin(CHANNELS, channels)).astype(np.float32)
    values = windows.values * presence[:, None]
    logits = np.zeros((len(windows.labels), len(LABELS)))
    for person, network in networks.items():
        is_left_out = windows.people == person
        logits[is_left_out] = logits_of(network, values[is_left_out], presence[is_left_out])
    return logits


def window_features(windows: StressWindows, channels: tuple[str, ...]) -> np.ndarray:
    """Returns (windowCount, 6 * channelCount): mean, spread, slope, lowest, highest and mean step; NaN in absent channels."""
    signal = np.where(windows.presence[:, None] > 0, windows.values, np.nan)[..., np.isin(CHANNELS, channels)]
    position = np.arange(signal.shape[1]) - (signal.shape[1] - 1) / 2
    parts = (
        signal.mean(axis=1),
        signal.std(axis=1),
        (signal * position[:, None]).mean(axis=1) / (position**2).mean(),
        signal.min(axis=1),
        signal.max(axis=1),
        np.abs(np.diff(signal, axis=1)).mean(axis=1),
    )
    return np.concatenate(parts, axis=1)


def left_out_tree(features: np.ndarray, windows: StressWindows, question: str, title: str) -> dict[str, float]:
    """Returns the figures of boosted trees trained with each person left out."""
    is_asked, classes = asked(windows, question)
    found = np.zeros(len(classes), int)
    for person in tqdm(np.unique(windows.people), desc=title, leave=False):
        is_left_out = windows.people == person
        training = is_asked & ~is_left_out
        tree = HistGradientBoostingClassifier(
            max_iter=150, learning_rate=0.06, max_leaf_nodes=15, class_weight="balanced", random_state=0
        )
        tree.fit(features[training], classes[training])
        found[is_left_out] = tree.predict(features[is_left_out])
    return by_person(classes[is_asked], found[is_asked], windows.people[is_asked])


def left_out_calibration_error(logits: np.ndarray, windows: StressWindows) -> float:
    """Returns the calibration error of four classes; each person's temperature is chosen on the other fourteen."""
    scores = np.zeros_like(logits)
    for person in np.unique(windows.people):
        is_left_out = windows.people == person
        temperature = best_temperature(logits[~is_left_out], windows.labels[~is_left_out])
        scores[is_left_out] = softmax(logits[is_left_out] / temperature)
    return expected_calibration_error(scores, windows.labels)


def line(method: str, channels: str, question: str, figures: dict[str, float]) -> str:
    """Returns a row of the table."""
    return (
        f"{method:9s} {channels:32s} {question:7s} accuracy {figures['Accuracy']:.3f} (sd {figures['AccuracySd']:.3f})  "
        f"macro F1 {figures['MacroF1']:.3f} (sd {figures['MacroF1Sd']:.3f})"
    )


def evaluate(data: Path, folder: Path, has_trees: bool = True) -> dict[str, float]:
    """Prints every figure of the model card and returns those of the network."""
    windows = read_windows(data)
    networks = load_left_out(windows, folder)
    metrics: dict[str, float] = {}
    for name, channels in SUBSETS.items():
        logits = left_out_logits(windows, networks, channels)
        for question in QUESTIONS:
            is_asked, classes = asked(windows, question)
            found = answers(softmax(logits), question)
            figures = by_person(classes[is_asked], found[is_asked], windows.people[is_asked])
            print(line("network", name, question, figures), flush=True)
            key = "".join(part[0].upper() + part[1:] for part in name.split(" ")[0].split("+"))
            metrics |= {f"{question}{key}{figure}": value for figure, value in figures.items()}
        if channels == tuple(CHANNELS):
            metrics["fourAllCalibrationError"] = left_out_calibration_error(logits, windows)
            print(f"{'':9s} calibration error, four classes: {metrics['fourAllCalibrationError']:.3f}")
    for question in QUESTIONS:
        is_asked, classes = asked(windows, question)
        majority = np.full(is_asked.sum(), np.bincount(classes[is_asked]).argmax())
        figures = by_person(classes[is_asked], majority, windows.people[is_asked])
        print(line("majority", "none (control)", question, figures), flush=True)
        metrics |= {f"{question}MajorityAccuracy": figures["Accuracy"], f"{question}MajorityMacroF1": figures["MacroF1"]}
    if has_trees:
        print_trees(windows)
    return {name: round(value, 5) for name, value in metrics.items()}


def print_trees(windows: StressWindows) -> None:
    """Prints what boosted trees make of the same windows, and of nothing but what is missing in them."""
    for name, channels in SUBSETS.items():
        features = window_features(windows, channels)
        for question in QUESTIONS if name == "all" else QUESTIONS[:2]:
            print(line("tree", name, question, left_out_tree(features, windows, question, name)), flush=True)
    for name, features in {
        "presence alone (control)": windows.presence,
        "count of E4's intervals (control)": windows.interval_counts[:, None],
    }.items():
        print(line("tree", name, "binary", left_out_tree(features, windows, "binary", name)), flush=True)


def main() -> None:
    """Reads the command line and evaluates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default="v1", help="name of the run in the cache")
    parser.add_argument("--quick", action="store_true", help="leave the trees out")
    options = parser.parse_args()
    evaluate(data_dir(options.data), cache_dir(MODEL_ID) / options.run, not options.quick)


if __name__ == "__main__":
    main()
