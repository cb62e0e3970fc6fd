"""Tests the stress networks on the person that each never saw, beside what needs no network.

    python -m training.stress.evaluate --data ../shared/data      (after train.py, whose folds it reads)

Protocol: 60-second windows every 15 seconds with one label throughout; stress against baseline and amusement, and those three apart,
from networks that neither saw nor are scored on meditation; the four apart, from those that are as the released one. "after": each
channel z-scored over the person's whole recording, no labels; "live": only the past, and the first three minutes of the baseline
as zero (they are not scored). Every figure is a mean over 15 people, with an interval from 10,000 bootstrap samples of the people:
they are few, and it is wide.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# The trees are small: their threads would wait for each other longer than they work.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from training.calibration import best_temperature, softmax
from training.checkpoint import load_checkpoint
from training.datasets.wesad.arousals import read_arousals
from training.paths import cache_dir, data_dir
from training.stress.data import AFTER, LIVE, MODEL_ID, SCALES, StressWindows, load_windows, read_windows, save_windows
from training.stress.scoring import MEDITATION, QUESTIONS, asked, by_person, scores_for
from training.stress.trees import DEPLOYMENT_FEATURES, FEATURES, TreeFeatures, left_out_answers, read_features

BOOTSTRAP_COUNT = 10_000
BIN_COUNT = 15
COVERAGES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
# Schmidt et al. 2018, ICMI: the best of five classifiers on the wrist's physiological signals, same people and question.
PUBLISHED = {"binary": (0.883, 0.861), "three": (0.765, 0.641)}
REPORTED = {
    "wrist": QUESTIONS,
    "heartRate+motion": QUESTIONS,
    "beats": QUESTIONS,
    "heartRate": ("binary",),
    "eda": ("binary",),
    "motion": ("binary", "three"),
}

Figures = tuple[np.ndarray, np.ndarray]


def interval(values: np.ndarray) -> tuple[float, float]:
    """Returns the 95 % bootstrap interval of the mean over people."""
    rng = np.random.default_rng(0)
    means = values[rng.integers(0, len(values), (BOOTSTRAP_COUNT, len(values)))].mean(axis=1)
    return float(np.percentile(means, 2.5)), float(np.percentile(means, 97.5))


def network_figures(logits: np.ndarray, windows: StressWindows, scale: int, question: str) -> Figures:
    """Returns (personCount,) accuracy and macro F1 of logits (windowCount, 4) for a question."""
    is_asked, classes = asked(windows.labels, question)
    is_asked = is_asked & windows.is_scored[scale]
    return by_person(classes[is_asked], scores_for(logits[is_asked], question).argmax(axis=1), windows.people[is_asked])


def answer_figures(found: np.ndarray, windows: StressWindows, question: str) -> Figures:
    """Returns (personCount,) accuracy and macro F1 of answers; -1 is none."""
    _, classes = asked(windows.labels, question)
    is_answered = found >= 0
    return by_person(classes[is_answered], found[is_answered], windows.people[is_answered])


def show(title: str, question: str, figures: Figures, against: Figures | None = None) -> None:
    """Prints a row: accuracy with spread and interval, macro F1, and the difference to what it is compared with, person by person."""
    accuracy, f1 = figures
    low, high = interval(accuracy)
    row = f"{title:44s} {question:7s} {accuracy.mean():.3f} (sd {accuracy.std():.3f}, {low:.3f} to {high:.3f})  F1 {f1.mean():.3f} (sd {f1.std():.3f})"
    if against is not None:
        gain, f1_gain = accuracy - against[0], f1 - against[1]
        (low, high), (f1_low, f1_high) = interval(gain), interval(f1_gain)
        row += f"  against the tree {gain.mean():+.3f} ({low:+.3f} to {high:+.3f}), F1 {f1_gain.mean():+.3f} ({f1_low:+.3f} to {f1_high:+.3f})"
    print(row, flush=True)


def calibrated(logits: np.ndarray, labels: np.ndarray, people: np.ndarray, question: str) -> np.ndarray:
    """Returns (windowCount, classCount) scores; each person's temperature is chosen on the others' scores alone."""
    scores = []
    for person in np.unique(people):
        is_other = people != person
        three = np.delete(logits, MEDITATION, axis=1) if question != "four" else logits
        temperature = best_temperature(three[is_other], labels[is_other])
        scores.append((people == person, scores_for(logits[~is_other] / temperature, question)))
    table = np.zeros((len(labels), scores[0][1].shape[1]))
    for rows, values in scores:
        table[rows] = values
    return table


def calibration_error(scores: np.ndarray, classes: np.ndarray) -> float:
    """Returns the mean distance of confidence and accuracy over BIN_COUNT bins of equally many windows."""
    confidence, is_right = scores.max(axis=1), scores.argmax(axis=1) == classes
    bins = np.array_split(np.argsort(confidence, kind="stable"), BIN_COUNT)
    return float(sum(len(rows) * abs(is_right[rows].mean() - confidence[rows].mean()) for rows in bins) / len(classes))


def abstention_curve(scores: np.ndarray, classes: np.ndarray) -> list[tuple[float, float, float]]:
    """Returns for each of COVERAGES the confidence below which nothing is said, and the accuracy of what is said."""
    confidence, is_right = scores.max(axis=1), scores.argmax(axis=1) == classes
    order = np.argsort(-confidence, kind="stable")
    kept = [order[: max(1, round(coverage * len(order)))] for coverage in COVERAGES]
    return [(coverage, float(confidence[rows].min()), float(is_right[rows].mean())) for coverage, rows in zip(COVERAGES, kept, strict=True)]


def load_logits(folder: Path) -> dict[str, np.ndarray]:
    """Returns for each deployment (2, 2, windowCount, 4) logits: three- and four-class networks, both scales, mean of the seeds."""
    groups, meta = load_checkpoint(folder / "folds.npz")
    mean = groups["logits"][0].astype(np.float64).mean(axis=1)
    return {name: mean[:, :, index] for index, name in enumerate(meta["deployments"])}


def evaluate(folder: Path, data: Path | None) -> dict[str, float]:
    """Prints every figure of the model card and returns those of the network; without data the trees are left out."""
    windows = load_windows(folder / "windows.npz")
    logits = load_logits(folder)
    features = None if data is None else read_features(data)
    metrics: dict[str, float] = {}
    for scale, scale_name in enumerate(SCALES):
        for deployment, questions in REPORTED.items():
            for question in questions:
                own = logits[deployment][int(question == "four"), scale]
                figures = network_figures(own, windows, scale, question)
                against = None if features is None else tree_figures(features.of_scale(scale), windows, scale, deployment, question)
                show(f"{scale_name} network, {deployment}", question, figures, against)
                if against is not None:
                    show(f"{scale_name} tree, {deployment}", question, against)
                name = "".join(part[0].upper() + part[1:] for part in deployment.split("+"))
                key = f"{scale_name}{name}{question.capitalize()}"
                low, high = interval(figures[0])
                metrics |= {f"{key}Accuracy": figures[0].mean(), f"{key}AccuracyLow95": low, f"{key}AccuracyHigh95": high}
                metrics[f"{key}MacroF1"] = figures[1].mean()
        for question in QUESTIONS:
            figures = majority_figures(windows, scale, question)
            show(f"{scale_name} majority (control)", question, figures)
            metrics[f"{scale_name}Majority{question.capitalize()}Accuracy"] = figures[0].mean()
        metrics |= show_calibration(logits["wrist"], windows, scale)
    if features is not None and data is not None:
        show_missingness(windows)
        show_quietest(features, windows)
        told = ", ".join(f"{label} {arousal:.2f}" for label, arousal in read_arousals(data).items())
        print(f"arousal that people told of each condition, 0 to 1: {told}")
    for question, (accuracy, f1) in PUBLISHED.items():
        print(f"published, wrist physiology (Schmidt et al. 2018) {question}: {accuracy:.3f}, F1 {f1:.3f}")
    return {name: round(float(value), 5) for name, value in metrics.items()}


def tree_figures(features: np.ndarray, windows: StressWindows, scale: int, deployment: str, question: str) -> Figures:
    """Returns the figures of the trees on the features that a deployment has."""
    columns = [column for name in DEPLOYMENT_FEATURES[deployment] for column in FEATURES[name]]
    found = left_out_answers(
        features[:, columns], windows.labels, windows.people, windows.is_scored[scale], question, SCALES[scale]
    )
    return answer_figures(found, windows, question)


def majority_figures(windows: StressWindows, scale: int, question: str) -> Figures:
    """Returns the figures of always saying the commonest class."""
    is_asked, classes = asked(windows.labels, question)
    is_asked = is_asked & windows.is_scored[scale]
    found = np.where(is_asked, np.bincount(classes[is_asked]).argmax(), -1)
    return answer_figures(found, windows, question)


def evaluate_controls(folder: Path, data: Path) -> None:
    """Prints what needs no network: majority, trees, what missing data alone tell, and a baseline from the quietest stretch."""
    if not (folder / "windows.npz").exists():
        folder.mkdir(parents=True, exist_ok=True)
        save_windows(read_windows(data), folder / "windows.npz")
    windows, features = load_windows(folder / "windows.npz"), read_features(data)
    show_missingness(windows)
    show_quietest(features, windows)
    for scale, scale_name in enumerate(SCALES):
        for question in QUESTIONS:
            show(f"{scale_name} majority (control)", question, majority_figures(windows, scale, question))
        for deployment, questions in REPORTED.items():
            for question in questions:
                show(f"{scale_name} tree, {deployment}", question, tree_figures(features.of_scale(scale), windows, scale, deployment, question))


def show_quietest(features: TreeFeatures, windows: StressWindows) -> None:
    """Prints what trees make of the wrist with the quiet start as zero, and with the quietest stretch of the file, on the same windows."""
    is_scored = windows.is_scored[LIVE] & features.is_beside_quietest
    for question in ("binary", "three"):
        known, quietest = (
            answer_figures(left_out_answers(part, windows.labels, windows.people, is_scored, question, SCALES[LIVE]), windows, question)
            for part in (features.live, features.quietest)
        )
        show("live tree, wrist, the known quiet start", question, known)
        show("live tree, wrist, the quietest stretch", question, quietest, known)


def show_missingness(windows: StressWindows) -> None:
    """Prints what trees make of nothing but what is missing: what the network sees of it, what was filled, what the E4 leaves out."""
    sources = {
        "presence, as the network sees it (control)": windows.presence[AFTER],
        "share missing before gaps are filled (control)": windows.absent_shares,
        "count of the E4's own intervals (control)": windows.interval_counts[:, None],
    }
    for title, features in sources.items():
        found = left_out_answers(features, windows.labels, windows.people, windows.is_scored[AFTER], "binary")
        show(f"tree, {title}", "binary", answer_figures(found, windows, "binary"))


def show_calibration(logits: np.ndarray, windows: StressWindows, scale: int) -> dict[str, float]:
    """Prints calibration error and abstention curve of every question; returns the errors."""
    metrics = {}
    for question in QUESTIONS:
        is_asked, classes = asked(windows.labels, question)
        is_asked = is_asked & windows.is_scored[scale]
        scores = calibrated(logits[int(question == "four"), scale][is_asked], windows.labels[is_asked], windows.people[is_asked], question)
        error = calibration_error(scores, classes[is_asked])
        metrics[f"{SCALES[scale]}Wrist{question.capitalize()}CalibrationError"] = error
        curve = ", ".join(f"{accuracy:.3f} of {share:.0%} (from {low:.2f})" for share, low, accuracy in abstention_curve(scores, classes[is_asked]))
        print(f"{SCALES[scale]} {question}: calibration error {error:.3f}; right when only the surest speak: {curve}", flush=True)
    return metrics


def main() -> None:
    """Reads the command line and evaluates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default="v2", help="name of the run in the cache")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--quick", action="store_true", help="leave the trees out")
    kind.add_argument("--controls", action="store_true", help="only what needs no network: majority, trees, missing data, the quietest stretch")
    options = parser.parse_args()
    folder = cache_dir(MODEL_ID) / options.run
    if options.controls:
        evaluate_controls(folder, data_dir(options.data))
    else:
        evaluate(folder, None if options.quick else data_dir(options.data))


if __name__ == "__main__":
    main()
