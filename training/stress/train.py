"""Trains the stress network fifteen times with one person left out each time, and once on everybody; resumes at any pass.

    python -m training.stress.train --data ../shared/data

The fifteen are for the figures (evaluate.py) and the temperature; the one on everybody is what ships.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import keras
import numpy as np

from training.calibration import best_temperature
from training.checkpoint import load_checkpoint, save_checkpoint
from training.classifier import Batchable, logits_of, train_classifier
from training.paths import cache_dir, data_dir
from training.stress.data import LABELS, MODEL_ID, StressWindows, read_windows
from training.stress.model import build_network

BATCH_SIZE = 64
PASS_COUNT = 12
PEAK_LEARNING_RATE = 3e-3
LABEL_SMOOTHING = 0.1

# Any subset of the channels has to do: each is dropped that often, but never all.
CHANNEL_DROPPED_SHARE = 0.3
# A recording of another length or day has another mean and spread than the lab's.
SHIFT_SD = 0.2
GAIN_SD = 0.15
NOISE_SD = 0.1


def make_pass(training: StressWindows, seed: int, pass_index: int) -> Batchable:
    """Returns the training windows with channels dropped at random, shifted and stretched; every label weighs the same."""
    rng = np.random.default_rng([seed, 1, pass_index])
    count, _, channel_count = training.values.shape
    is_kept = rng.random((count, channel_count)) >= CHANNEL_DROPPED_SHARE
    is_kept[np.arange(count), rng.integers(0, channel_count, count)] = True
    shift = rng.normal(0, SHIFT_SD, (count, 1, channel_count))
    gain = rng.normal(1, GAIN_SD, (count, 1, channel_count))
    window = training.values * gain + shift + rng.normal(0, NOISE_SD, training.values.shape)
    targets = np.eye(len(LABELS))[training.labels] * (1 - LABEL_SMOOTHING) + LABEL_SMOOTHING / len(LABELS)
    counts = np.bincount(training.labels, minlength=len(LABELS))
    weights = (counts.mean() / np.maximum(counts, 1))[training.labels]
    return Batchable(window * is_kept[:, None], is_kept.astype(np.float32), targets, weights)


def train_one(windows: StressWindows, path: Path, pass_count: int, seed: int, title: str) -> keras.Model:
    """Trains on these windows, or reads the result where it is there already.

    Only windows with every channel are trained on, so that what is missing is always chance: in WESAD a wrist that moves
    loses its pulse, and the absence itself would tell of the stress test.
    """
    network = build_network(unroll=False)
    if path.exists():
        network.set_weights(load_checkpoint(path)[0]["network"])
        return network
    whole = windows.keep((windows.presence == 1).all(axis=1))
    keras.utils.set_random_seed(seed)
    network = train_classifier(
        lambda: build_network(unroll=False),
        lambda pass_index: make_pass(whole, seed, pass_index),
        path.with_suffix(".last.npz"),
        pass_count,
        BATCH_SIZE,
        PEAK_LEARNING_RATE,
        seed,
        title,
    )
    save_checkpoint(path, {"network": network.get_weights()}, {})
    return network


def train(data: Path, folder: Path, pass_count: int, seed: int = 0) -> None:
    """Trains the folds and the network that ships; writes a file for each and final.npz."""
    folder.mkdir(parents=True, exist_ok=True)
    windows = read_windows(data)
    people = np.unique(windows.people)
    logits = np.zeros((len(windows.labels), len(LABELS)), np.float32)
    for person in people:
        is_left_out = windows.people == person
        title = f"without person {person + 1} of {len(people)}"
        network = train_one(windows.keep(~is_left_out), folder / f"without-{person:02d}.npz", pass_count, seed, title)
        logits[is_left_out] = logits_of(network, windows.values[is_left_out], windows.presence[is_left_out])
    print(f"Accuracy on the people left out: {np.mean(logits.argmax(axis=1) == windows.labels):.4f}")
    network = train_one(windows, folder / "everybody.npz", pass_count, seed, "everybody")
    temperature = best_temperature(logits, windows.labels)
    save_checkpoint(folder / "final.npz", {"network": network.get_weights()}, {"temperature": temperature})
    print(f"Temperature {temperature:.3f}")


def main() -> None:
    """Reads the command line and trains."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default="v1", help="name of the run in the cache; another name starts afresh")
    parser.add_argument("--passes", type=int, default=PASS_COUNT, help="passes over the training windows")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    train(data_dir(options.data), cache_dir(MODEL_ID) / options.run, options.passes, options.seed)


if __name__ == "__main__":
    main()
