"""Tests the activity models, as they ship, on people that they were not trained on.

    python -m training.activity.evaluate phone --data ../shared/data
    python -m training.activity.evaluate wrist --data ../shared/data
    python -m training.activity.evaluate unknown --data ../shared/data
    python -m training.activity.evaluate cadence --data ../shared/data

The wrist's figures come from the networks that each fold's people were left out of; the phone's spread over seeds from the
networks that train.py trained alike, of which the first ships.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score

from training.activity.data import (
    LABELS,
    PHONE_CONTRACT,
    PHONE_MODEL_ID,
    POSTURE_LABEL_INDICES,
    POSTURE_LABELS,
    WRIST_CONTRACT,
    WRIST_LABELS,
    WRIST_MODEL_ID,
    read_motion_sense_test,
    read_wrist,
    windows_of,
    wrist_folds,
)
from training.activity.inputs import model_inputs
from training.activity.model import NetworkShape, build_network
from training.activity.phone import phone_network, posture_heads
from training.activity.released import read_released_phone
from training.activity.runs import MEMBERS_FILE, PHONE_SHAPE, RUN, WRIST_SHAPE, load_members, run_dir
from training.activity.smooth import smooth_scores
from training.calibration import best_temperature, expected_calibration_error, softmax
from training.datasets.hmp import reader as hmp
from training.datasets.motion_windows import BODY_ACC, GYRO, TOTAL_ACC, MotionWindows
from training.datasets.motion_sense import reader as motion_sense
from training.datasets.uci_har import reader as uci_har
from training.export import GraphFunction
from training.parity import load_exported
from training.paths import data_dir, model_dir
from training.signal.find_cadence import CADENCE_RATE_HZ, CADENCE_WINDOW_SEC, find_cadence

# What the app can meet: the ending of the metric's name, and whether there are a gyroscope, gravity and a known upright.
SENSOR_SUBSETS = {
    "": (True, True, True),
    "WithoutGyro": (False, True, True),
    "WithoutUpright": (True, True, False),
    "WithoutGravity": (True, False, False),
}
BATCH_SIZE = 512
TURNS_DEG = (0, 10, 20, 30, 45, 60)
INPUT_RATES_HZ = (10, 20, 25, 50, 100)
GAINS = (0.9, 0.95, 1.0, 1.05, 1.1)
SPECTRUM_SIZE = 8192
SLOWEST_STEP_HZ, FASTEST_STEP_HZ = 1.2, 3.5
LARGEST_DIFFERENCE_SPM = 4
CONFIDENCES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

ScoresOf = Callable[[np.ndarray, np.ndarray], np.ndarray]


def graph_scores(run: GraphFunction) -> ScoresOf:
    """Returns an exported model as a function from window and presence to (windowCount, labelCount) calibrated scores."""

    def scores_of(window: np.ndarray, presence: np.ndarray) -> np.ndarray:
        batches = [
            run({"window": window[first : first + BATCH_SIZE], "presence": presence[first : first + BATCH_SIZE]})["scores"]
            for first in range(0, len(window), BATCH_SIZE)
        ]
        return np.concatenate(batches)

    return scores_of


def network_scores(shape: NetworkShape, weights: list[np.ndarray], temperature: float = 1.0) -> ScoresOf:
    """Returns a network with these weights as such a function."""
    network = build_network(shape)
    network.set_weights(weights)
    return lambda window, presence: softmax(
        network.predict([window, presence], batch_size=BATCH_SIZE, verbose=0) / temperature
    )


def keras_scores(network: keras.Model) -> ScoresOf:
    """Returns a network with calibrated scores as such a function."""
    return lambda window, presence: network.predict([window, presence], batch_size=BATCH_SIZE, verbose=0)["scores"]


def merged(labels: np.ndarray) -> np.ndarray:
    """Returns the labels with lying, sitting and standing as one, which nobody can tell apart without an upright."""
    return np.where(np.isin(labels, POSTURE_LABEL_INDICES), POSTURE_LABEL_INDICES[0], labels)


def found_merged(scores: np.ndarray) -> np.ndarray:
    """Returns the likeliest label where lying, sitting and standing count together."""
    together = scores.copy()
    together[:, POSTURE_LABEL_INDICES[0]] = scores[:, POSTURE_LABEL_INDICES].sum(axis=1)
    together[:, POSTURE_LABEL_INDICES[1:]] = 0
    return together.argmax(axis=1)


def accuracy_by_person(is_right: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Returns (personCount,) the share of each person's windows that are right."""
    return np.array([is_right[people == person].mean() for person in np.unique(people)])


def evaluate_on(scores_of: ScoresOf, test: MotionWindows, name: str) -> dict[str, float]:
    """Prints and returns the figures on one test set, for each subset of the sensors."""
    metrics: dict[str, float] = {}
    for ending, (has_gyro, has_gravity, is_upright) in SENSOR_SUBSETS.items():
        scores = scores_of(*model_inputs(test.motion, has_gyro, has_gravity, is_upright))
        found, true = (scores.argmax(axis=1), test.labels) if is_upright else (found_merged(scores), merged(test.labels))
        by_person = accuracy_by_person(found == true, test.people)
        metrics[f"{name}Accuracy{ending}"] = float((found == true).mean())
        metrics[f"{name}MacroF1{ending}"] = float(f1_score(true, found, average="macro", labels=np.unique(true)))
        print(
            f"{name:18s} {ending or 'AllSensors':15s} accuracy {(found == true).mean():.4f}  "
            f"macro F1 {metrics[f'{name}MacroF1{ending}']:.4f}  "
            f"over {len(by_person)} people {by_person.mean():.3f} (sd {by_person.std():.3f}, lowest {by_person.min():.3f})"
        )
        if ending == "":
            metrics[f"{name}AccuracyPersonSd"] = float(by_person.std())
            metrics[f"{name}CalibrationError"] = expected_calibration_error(scores, test.labels)
            print(f"{'':18s} calibration error {metrics[f'{name}CalibrationError']:.4f}")
            print_confusion(confusion_matrix(true, found, labels=range(len(LABELS)))[None], LABELS)
    return metrics


def print_confusion(matrices: np.ndarray, labels: list[str]) -> None:
    """Prints mean counts over matrices (count, labelCount, labelCount), true label by row, with their spread if there are several."""
    print(f"{'':20s}" + "".join(f"{label[:11]:>13s}" for label in labels))
    for label, means, spreads in zip(labels, matrices.mean(axis=0), matrices.std(axis=0), strict=True):
        cells = [
            f"{mean:.0f}" if len(matrices) == 1 else f"{mean:.1f}+-{spread:.1f}"
            for mean, spread in zip(means, spreads, strict=True)
        ]
        print(f"  {label:18s}" + "".join(f"{cell:>13s}" for cell in cells))


def print_seeds(seeds: list[ScoresOf], test: MotionWindows, name: str, has_gyro: bool = True) -> None:
    """Prints accuracy, macro F1 and confusion of networks that differ in their seed alone."""
    found = [scores_of(*model_inputs(test.motion, has_gyro)).argmax(axis=1) for scores_of in seeds]
    accuracies = np.array([(one == test.labels).mean() for one in found])
    scores = np.array([f1_score(test.labels, one, average="macro", labels=np.unique(test.labels)) for one in found])
    print(
        f"{name}, {len(seeds)} seeds: accuracy {accuracies.mean():.4f} (sd {accuracies.std():.4f}, "
        f"{accuracies.min():.4f} to {accuracies.max():.4f}), macro F1 {scores.mean():.4f} (sd {scores.std():.4f})"
    )
    labels = range(len(LABELS))
    print_confusion(np.array([confusion_matrix(test.labels, one, labels=labels) for one in found]), LABELS)


def print_robustness(scores_of: ScoresOf, test: MotionWindows, name: str) -> None:
    """Prints accuracy where the phone is turned, sampled at another rate, or wrong in its gain."""

    def accuracy(motion: np.ndarray) -> float:
        scores = scores_of(*model_inputs(motion))
        return float((scores.argmax(axis=1) == test.labels).mean())

    rng = np.random.default_rng(0)
    axes = rng.normal(size=(len(test.labels), 3))
    axes /= np.linalg.norm(axes, axis=1, keepdims=True)
    turned = {deg: accuracy(turn(test.motion, axes, np.radians(deg))) for deg in TURNS_DEG}
    slowed = {rate: accuracy(resample(test.motion, rate)) for rate in INPUT_RATES_HZ}
    gained = {gain: accuracy(test.motion * np.where(np.arange(9) < 3, gain, 1).astype(np.float32)) for gain in GAINS}
    for what, curve in (("turned by degrees", turned), ("sampled at Hz", slowed), ("acceleration times", gained)):
        print(f"{name}, {what}: " + ", ".join(f"{at:g} {value:.4f}" for at, value in curve.items()))


def turn(motion: np.ndarray, axes: np.ndarray, angle_rad: float) -> np.ndarray:
    """Returns windows of nine columns turned about an axis each, (windowCount, 3), by one angle (Rodrigues' formula)."""
    parts = []
    for part in (TOTAL_ACC, GYRO, BODY_ACC):
        vectors, axis = motion[..., part], axes[:, None]
        along = (vectors * axis).sum(axis=2, keepdims=True) * axis
        parts.append(along + (vectors - along) * np.cos(angle_rad) + np.cross(axis, vectors) * np.sin(angle_rad))
    return np.concatenate(parts, axis=2).astype(np.float32)


def resample(motion: np.ndarray, sample_rate_hz: float) -> np.ndarray:
    """Returns windows as a device of another rate would have measured them, brought back to 50 Hz by lines as in the app."""
    at_sec = np.arange(motion.shape[1]) / uci_har.SAMPLE_RATE_HZ
    measured_sec = np.arange(0, at_sec[-1] + 1e-9, 1 / sample_rate_hz)

    def between(values: np.ndarray, known_sec: np.ndarray, wanted_sec: np.ndarray) -> np.ndarray:
        right = np.clip(np.searchsorted(known_sec, wanted_sec), 1, len(known_sec) - 1)
        share = np.clip((wanted_sec - known_sec[right - 1]) / (known_sec[right] - known_sec[right - 1]), 0, 1)
        return values[:, right - 1] * (1 - share)[:, None] + values[:, right] * share[:, None]

    return between(between(motion, at_sec, measured_sec), measured_sec, at_sec).astype(np.float32)


def evaluate_changes(scores_of: ScoresOf, data: Path) -> dict[str, float]:
    """Prints and returns what HAPT's continuous recordings of the test people give: smoothed accuracy, and delay of changes."""
    stride_sec = PHONE_CONTRACT["windowSpec"]["strideSec"]
    delays, is_right = [], {"single": [], "causal": [], "offline": []}
    for recording in uci_har.read_hapt_recordings(data, LABELS, uci_har.TEST_PEOPLE):
        sample_count = PHONE_SHAPE.window_sample_count
        firsts = np.arange(0, len(recording.motion) - sample_count + 1, round(stride_sec * uci_har.SAMPLE_RATE_HZ))
        window = recording.motion[firsts[:, None] + np.arange(sample_count)].astype(np.float32)
        scores = scores_of(window, np.ones((len(window), PHONE_SHAPE.presence_count), np.float32))
        shown = {
            "single": scores.argmax(axis=1),
            "causal": smooth_scores(scores, stride_sec).argmax(axis=1),
            "offline": smooth_scores(scores, stride_sec, is_offline=True).argmax(axis=1),
        }
        ends = firsts + sample_count
        for first, last, label in recording.stretches:
            inside = (firsts >= first) & (ends <= last)
            for name, found in shown.items():
                is_right[name] += list(found[inside] == label)
        for (_, _, before), (first, last, label) in zip(recording.stretches, recording.stretches[1:], strict=False):
            if label == before:
                continue
            seen = np.flatnonzero((ends > first) & (ends <= last) & (shown["causal"] == label))
            delays.append((ends[seen[0]] - first) / uci_har.SAMPLE_RATE_HZ if len(seen) else np.inf)
    delays = np.array(delays)
    for name, right in is_right.items():
        print(f"HAPT, test people, {name:8s} accuracy {np.mean(right):.4f} over {len(right)} windows")
    missed = np.isinf(delays).mean()
    print(
        f"HAPT, {len(delays)} changes of activity: median delay {np.median(delays):.2f} s, "
        f"quartiles {np.quantile(delays, 0.25):.2f} to {np.quantile(delays, 0.75):.2f} s, never shown {missed:.3f}"
    )
    return {
        "haptSingleAccuracy": float(np.mean(is_right["single"])),
        "haptCausalAccuracy": float(np.mean(is_right["causal"])),
        "haptOfflineAccuracy": float(np.mean(is_right["offline"])),
        "haptChangeDelayMedianSec": float(np.median(delays)),
    }


def evaluate_phone(scores_of: ScoresOf, data: Path) -> dict[str, float]:
    """Prints and returns the figures of the phone's model card that go into the manifest."""
    uci_har_test = uci_har.read_split(data, "test", LABELS)
    motion_sense_test = windows_of(read_motion_sense_test(data))
    metrics = {
        **evaluate_on(scores_of, uci_har_test, "uciHarTest"),
        **evaluate_on(scores_of, motion_sense_test, "motionSenseTest"),
        **evaluate_changes(scores_of, data),
    }
    return {name: round(value, 5) for name, value in metrics.items()}


def evaluate_wrist(data: Path, run: str) -> tuple[dict[str, float], float]:
    """Prints and returns the figures over five folds of WISDM's people, each from networks without them, and the temperature.

    What is returned is of the first seed, which ships.
    """
    series = read_wrist(data)
    _, runs, _ = wrist_folds(series)
    true, people = series.labels[runs], series.people[runs]
    logits = load_members("wrist", run).held_out_logits
    for number, one in enumerate(logits):
        found = one.argmax(axis=1)
        print(
            f"WISDM, seed {number}: accuracy {(found == true).mean():.4f}  "
            f"macro F1 {f1_score(true, found, average='macro'):.4f}  kappa {cohen_kappa_score(true, found):.4f}"
        )
    temperature = best_temperature(logits[0], true)
    scores = softmax(logits[0] / temperature)
    found = scores.argmax(axis=1)
    by_person = accuracy_by_person(found == true, people)
    print(f"over {len(by_person)} people {by_person.mean():.3f} (sd {by_person.std():.3f}, lowest {by_person.min():.3f})")
    labels = range(len(WRIST_LABELS))
    print_confusion(np.array([confusion_matrix(true, one.argmax(axis=1), labels=labels) for one in logits]), WRIST_LABELS)
    metrics = {
        "wisdmAccuracy": float((found == true).mean()),
        "wisdmMacroF1": float(f1_score(true, found, average="macro")),
        "wisdmKappa": float(cohen_kappa_score(true, found)),
        "wisdmAccuracyPersonSd": float(by_person.std()),
        "wisdmCalibrationError": expected_calibration_error(scores, true),
    }
    return {name: round(value, 5) for name, value in metrics.items()}, temperature


def print_unknown(name: str, confidences: np.ndarray) -> None:
    """Prints the share of windows that would be "unknown movement", by the confidence below which a window is."""
    shares = ", ".join(f"{confidence:g} {np.mean(confidences < confidence):.3f}" for confidence in CONFIDENCES)
    print(f"{name}, {len(confidences)} windows, unknown below {shares}")


def evaluate_unknown(data: Path, run: str) -> None:
    """Prints how much of what no training saw would be "unknown movement", and how much of what it did see."""
    phone = graph_scores(load_exported(model_dir(PHONE_MODEL_ID, PHONE_CONTRACT["version"])))
    half = PHONE_SHAPE.window_sample_count // 2
    for who, people in (("training", uci_har.TRAIN_PEOPLE), ("test", uci_har.TEST_PEOPLE)):
        middles = [
            recording.motion[(first + last) // 2 - half : (first + last) // 2 + half]
            for recording in uci_har.read_hapt_recordings(data, LABELS, people)
            for first, last in recording.changes_of_posture
        ]
        window = np.array([middle for middle in middles if len(middle) == 2 * half], np.float32)
        scores = phone(window, np.ones((len(window), PHONE_SHAPE.presence_count), np.float32))
        print_unknown(f"phone, changes of posture, {who} people", scores.max(axis=1))
    for name, test in (("UCI HAR", uci_har.read_split(data, "test", LABELS)), ("MotionSense", windows_of(read_motion_sense_test(data)))):
        for has_gyro in (True, False):
            scores = phone(*model_inputs(test.motion, has_gyro))
            print_unknown(f"phone, {name}'s test people, {'all sensors' if has_gyro else 'acceleration alone'}", scores.max(axis=1))
    wrist = graph_scores(load_exported(model_dir(WRIST_MODEL_ID, WRIST_CONTRACT["version"])))
    series = hmp.read_others(data, WRIST_SHAPE.sample_rate_hz)
    windows, runs = series.windows(WRIST_SHAPE.window_sample_count, WRIST_SHAPE.window_sample_count // 2)
    confidences = wrist(windows, np.ones((len(windows), 1), np.float32)).max(axis=1)
    for index, name in enumerate(hmp.OTHERS):
        print_unknown(f"wrist, HMP's {name}", confidences[series.labels[runs] == index])
    if (run_dir("wrist", run) / MEMBERS_FILE).exists():
        series = read_wrist(data)
        _, runs, _ = wrist_folds(series)
        logits = load_members("wrist", run).held_out_logits[0]
        print_unknown("wrist, WISDM's people left out", softmax(logits / best_temperature(logits, series.labels[runs])).max(axis=1))


def spectral_cadence(acc: np.ndarray, sample_rate_hz: float) -> float:
    """Returns steps a minute by other means than find_cadence: the highest line in the spectrum of the vertical acceleration."""
    upwards = acc.mean(axis=0) / np.linalg.norm(acc.mean(axis=0))
    vertical = acc @ upwards
    power = np.abs(np.fft.rfft((vertical - vertical.mean()) * np.hanning(len(vertical)), SPECTRUM_SIZE)) ** 2
    hz = np.fft.rfftfreq(SPECTRUM_SIZE, 1 / sample_rate_hz)
    is_step = (hz >= SLOWEST_STEP_HZ) & (hz <= FASTEST_STEP_HZ)
    return 60 * float(hz[is_step][power[is_step].argmax()])


def evaluate_cadence(data: Path) -> None:
    """Prints how often find_cadence agrees with spectral_cadence, on all of MotionSense in windows of eight seconds."""
    series = motion_sense.read_series(data, LABELS)
    rate_hz = motion_sense.SAMPLE_RATE_HZ
    sample_count = round(CADENCE_WINDOW_SEC * rate_hz)
    windows, runs = series.windows(sample_count, sample_count // 2)
    step = rate_hz // CADENCE_RATE_HZ
    for label in ("walking", "running", "walkingUpstairs", "walkingDownstairs", "sitting", "standing"):
        chosen = windows[series.labels[runs] == LABELS.index(label)][..., :3].astype(np.float64)
        found = [find_cadence(acc[::step], CADENCE_RATE_HZ, has_gravity=True) for acc in chosen]
        silent = np.mean([cadence is None for cadence in found])
        if label in POSTURE_LABELS:
            print(f"cadence, {label}: none found in {silent:.4f} of {len(chosen)} windows")
            continue
        differences = np.array(
            [
                abs(cadence.cadence_spm - spectral_cadence(acc, rate_hz)) if cadence else np.inf
                for cadence, acc in zip(found, chosen, strict=True)
            ]
        )
        print(
            f"cadence, {label}: within {LARGEST_DIFFERENCE_SPM} steps a minute in {(differences <= LARGEST_DIFFERENCE_SPM).mean():.4f} "
            f"of {len(chosen)} windows, none found in {silent:.4f}"
        )


def main() -> None:
    """Reads the command line and evaluates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("phone", "wrist", "unknown", "cadence"))
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--model", type=Path, help="folder of the exported model (default: public/models/activity-v<version>)")
    parser.add_argument("--run", default=RUN, help="name of the run in the cache, for seeds and folds")
    options = parser.parse_args()
    data = data_dir(options.data)
    if options.what == "wrist":
        evaluate_wrist(data, options.run)
        return
    if options.what == "unknown":
        evaluate_unknown(data, options.run)
        return
    if options.what == "cadence":
        evaluate_cadence(data)
        return
    folder = options.model or model_dir(PHONE_MODEL_ID, PHONE_CONTRACT["version"])
    scores_of = graph_scores(load_exported(folder))
    evaluate_phone(scores_of, data)
    test_sets = {"UCI HAR": uci_har.read_split(data, "test", LABELS), "MotionSense": windows_of(read_motion_sense_test(data))}
    for name, test in test_sets.items():
        print_robustness(scores_of, test, name)
    if (run_dir("phone", options.run) / MEMBERS_FILE).exists():
        seeds = [network_scores(PHONE_SHAPE, weights) for weights in load_members("phone", options.run).weights[-1]]
        for name, test in test_sets.items():
            print_seeds(seeds, test, name)
    if (run_dir("postures", options.run) / MEMBERS_FILE).exists():
        released = read_released_phone(folder)
        seeds = [keras_scores(phone_network(*released, head)) for head in posture_heads(data, options.run)]
        for name, test in test_sets.items():
            print_seeds(seeds, test, f"{name} without gyroscope", has_gyro=False)


if __name__ == "__main__":
    main()
