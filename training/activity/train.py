"""Trains the activity network on UCI HAR's training people and MotionSense's; stops and resumes at any pass.

    python -m training.activity.train --data ../shared/data
"""

from __future__ import annotations

import argparse
from pathlib import Path

import keras
import numpy as np

from training.activity.augment import augment, model_inputs
from training.activity.data import LABELS, LYING_LABEL_INDEX, MODEL_ID, MOVING_LABEL_INDICES, read_data
from training.activity.model import build_network
from training.calibration import best_temperature
from training.checkpoint import save_checkpoint
from training.classifier import Batchable, logits_of, train_classifier
from training.datasets.motion_windows import MotionWindows, join
from training.paths import cache_dir, data_dir

BATCH_SIZE = 128
PEAK_LEARNING_RATE = 2e-3
LABEL_SMOOTHING = 0.05
PASS_COUNT = 24
# MotionSense has more than twice UCI HAR's windows: these of them in each pass, drawn anew, keep the balance.
POCKETED_SHARE_OF_PASS = 0.5


def make_pass(training: MotionWindows, seed: int, pass_index: int) -> Batchable:
    """Returns the training windows varied anew; rare activities weigh as much as common ones."""
    rng = np.random.default_rng([seed, 1, pass_index])
    training = training.keep(~training.is_pocketed | (rng.random(len(training.labels)) < POCKETED_SHARE_OF_PASS))
    window, presence = augment(training, MOVING_LABEL_INDICES, LYING_LABEL_INDEX, rng)
    targets = np.eye(len(LABELS))[training.labels] * (1 - LABEL_SMOOTHING) + LABEL_SMOOTHING / len(LABELS)
    counts = np.bincount(training.labels, minlength=len(LABELS))
    # The root meets halfway between every window alike and every activity alike.
    weights = np.sqrt(counts.mean() / np.maximum(counts, 1))[training.labels]
    return Batchable(window, presence, targets, weights)


def calibrate(network: keras.Model, validation: MotionWindows) -> float:
    """Returns the temperature for people that the training did not see, over the subsets of sensors that the app meets."""
    parts = [model_inputs(validation.motion, has_gyro, has_gravity) for has_gyro in (True, False) for has_gravity in (True, False)]
    logits = np.concatenate([logits_of(network, window, presence) for window, presence in parts])
    # A file with both is the common case.
    weights = np.repeat([3.0, 1.0, 1.0, 1.0], len(validation.labels))
    return best_temperature(logits, np.tile(validation.labels, len(parts)), weights)


def train(data: Path, folder: Path, pass_count: int, seed: int = 0) -> None:
    """Trains, calibrates and writes the network that ships to folder/final.npz."""
    folder.mkdir(parents=True, exist_ok=True)
    windows = read_data(data)
    print(f"{len(windows.training.labels)} training windows; state in {folder}")
    keras.utils.set_random_seed(seed)
    network = train_classifier(
        build_network,
        lambda pass_index: make_pass(windows.training, seed, pass_index),
        folder / "last.npz",
        pass_count,
        BATCH_SIZE,
        PEAK_LEARNING_RATE,
        seed,
        title=MODEL_ID,
    )
    for name, part in (("UCI HAR", windows.uci_har_validation), ("MotionSense", windows.motion_sense_validation)):
        logits = logits_of(network, *model_inputs(part.motion))
        print(f"Accuracy on the validation people of {name}: {np.mean(logits.argmax(axis=1) == part.labels):.4f}")
    temperature = calibrate(network, join(windows.uci_har_validation, windows.motion_sense_validation))
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
