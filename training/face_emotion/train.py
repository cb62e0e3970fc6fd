"""Trains the expression network on FER-2013; stops and resumes at any pass.

    python -m training.face_emotion.train --data ../shared/data --passes 80 --minutes 76
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf
from tqdm import tqdm

from training.checkpoint import load_checkpoint, save_checkpoint
from training.datasets.fer2013.reader import FERPLUS_LABELS, FerSplit, read_clean_training, read_split
from training.face_emotion.augment import augment_faces
from training.face_emotion.model import EXPRESSION_COUNT, FERPLUS_CLASS_COUNT, build_network
from training.paths import cache_dir, data_dir

MODEL_ID = "face-emotion"
BATCH_SIZE = 128
PEAK_LEARNING_RATE = 0.08
WARMUP_SHARE = 0.03
WEIGHT_DECAY = 5e-4
LABEL_SMOOTHING = 0.1
FERPLUS_LOSS_WEIGHT = 0.5
EMA_DECAY = 0.999

# Small views first: a pass over 40 px costs 0.7 of one over 48 px, and the network is fully convolutional.
VIEW_SIZES_PX = ((0.0, 40), (0.5, 44), (0.85, 48))


def learning_rate_at(progress: float) -> float:
    """Returns the rate at a progress from 0 to 1: a short linear rise, then a cosine to zero."""
    if progress < WARMUP_SHARE:
        return PEAK_LEARNING_RATE * progress / WARMUP_SHARE
    return PEAK_LEARNING_RATE * 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - WARMUP_SHARE) / (1 - WARMUP_SHARE))))


def view_size_at(progress: float) -> int:
    """Returns the side, in pixels, of the views trained on at a progress from 0 to 1."""
    return [size_px for start, size_px in VIEW_SIZES_PX if progress >= start][-1]


def vote_targets(votes: np.ndarray) -> np.ndarray:
    """Returns (faceCount, 9) float32: the share of raters for each FER+ class but "not a face"; zeros where nobody voted."""
    counts = votes[:, : FERPLUS_LABELS.index("notAFace")].astype(np.float32)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


class Trainer:
    """The network with its optimiser, its averaged weights and the compiled step."""

    def __init__(self, training: FerSplit, seed: int = 0, **network_options):
        self.seed = seed
        self.face_count = len(training.labels)
        self.network = build_network(**network_options)
        self.averaged = build_network(**network_options)
        self.averaged.set_weights(self.network.get_weights())
        self.optimizer = keras.optimizers.SGD(
            PEAK_LEARNING_RATE, momentum=0.9, nesterov=True, weight_decay=WEIGHT_DECAY
        )
        self.optimizer.exclude_from_weight_decay(var_names=["gamma", "beta", "bias"])
        self.optimizer.build(self.network.trainable_variables)
        self._faces = tf.constant(training.faces)
        self._labels = tf.one_hot(training.labels.astype(np.int32), EXPRESSION_COUNT)
        self._votes = tf.constant(vote_targets(training.votes))
        self._step = tf.function(self._train_step)

    def _train_step(self, rows: tf.Tensor, seed: tf.Tensor, ema_decay: tf.Tensor, view_size_px: int):
        views = augment_faces(tf.gather(self._faces, rows), view_size_px, seed)
        labels = tf.gather(self._labels, rows)
        smoothed = labels * (1 - LABEL_SMOOTHING) + LABEL_SMOOTHING / EXPRESSION_COUNT
        with tf.GradientTape() as tape:
            outputs = self.network(views, training=True)
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(smoothed, outputs["logits"]))
            ferplus_loss = tf.reduce_mean(
                tf.nn.softmax_cross_entropy_with_logits(tf.gather(self._votes, rows), outputs["ferplusLogits"])
            )
            total = loss + FERPLUS_LOSS_WEIGHT * ferplus_loss
        self.optimizer.apply(tape.gradient(total, self.network.trainable_variables), self.network.trainable_variables)
        for averaged, current in zip(self.averaged.weights, self.network.weights, strict=True):
            averaged.assign(averaged * ema_decay + current * (1 - ema_decay))
        is_right = tf.equal(tf.argmax(outputs["logits"], 1), tf.argmax(labels, 1))
        return loss, tf.reduce_mean(tf.cast(is_right, tf.float32))

    def step(self, rows: np.ndarray, step_index: int, progress: float) -> tuple[float, float]:
        """Learns from one batch of rows and returns its loss and accuracy."""
        self.optimizer.learning_rate.assign(learning_rate_at(progress))
        # The average starts short, so that it does not remember the random start.
        ema_decay = min(EMA_DECAY, (1 + step_index) / (10 + step_index))
        loss, accuracy = self._step(
            tf.constant(rows, tf.int32),
            tf.constant([self.seed, step_index], tf.int32),
            tf.constant(ema_decay, tf.float32),
            view_size_at(progress),
        )
        return float(loss), float(accuracy)

    def rows_of_pass(self, pass_index: int) -> np.ndarray:
        """Returns (stepCount, BATCH_SIZE) row indices in an order that depends on the seed and the pass alone."""
        order = np.random.default_rng([self.seed, pass_index]).permutation(self.face_count)
        step_count = max(1, self.face_count // BATCH_SIZE)
        return np.resize(order, step_count * BATCH_SIZE).reshape(step_count, BATCH_SIZE)

    def state(self) -> dict[str, list[np.ndarray]]:
        """Returns everything that a resumed training needs, by group."""
        return {
            "network": self.network.get_weights(),
            "averaged": self.averaged.get_weights(),
            "optimizer": [np.asarray(variable.value) for variable in self.optimizer.variables],
        }

    def restore(self, state: dict[str, list[np.ndarray]]) -> None:
        """Takes back what state() returned."""
        self.network.set_weights(state["network"])
        self.averaged.set_weights(state["averaged"])
        for variable, value in zip(self.optimizer.variables, state["optimizer"], strict=True):
            variable.assign(value)


def accuracy_of(network: keras.Model, split: FerSplit) -> float:
    """Returns the share of faces, 0 to 1, whose official label has the highest logit."""
    logits = network.predict(split.faces[..., None].astype(np.float32), batch_size=256, verbose=0)["logits"]
    return float(np.mean(logits.argmax(axis=1) == split.labels))


def train(
    training: FerSplit,
    validation: FerSplit,
    folder: Path,
    pass_count: int,
    limit_sec: float | None = None,
    evaluate_every: int = 2,
    seed: int = 0,
    **network_options,
) -> Trainer:
    """Trains until pass_count passes are done or limit_sec of training time is spent, whichever ends first.

    Progress (and with it the learning rate) follows whichever is nearer its end, so that the rate has fallen to
    zero in either case. `last.npz` holds the state after each pass and is picked up again; `best.npz` holds the
    averaged weights that did best on the validation faces; `log.jsonl` has a line for each pass.
    """
    trainer = Trainer(training, seed, **network_options)
    last_path, best_path, log_path = folder / "last.npz", folder / "best.npz", folder / "log.jsonl"
    spent_sec, first_pass, best_accuracy = 0.0, 0, 0.0
    if last_path.exists():
        state, meta = load_checkpoint(last_path)
        trainer.restore(state)
        spent_sec, first_pass, best_accuracy = meta["spentSec"], meta["passesDone"], meta["bestAccuracy"]
        print(f"Resumed after pass {first_pass}, {spent_sec / 60:.1f} minutes of training.")
    progress = 0.0
    for pass_index in range(first_pass, pass_count):
        start_sec = time.monotonic()
        losses, accuracies = [], []
        rows_of_pass = trainer.rows_of_pass(pass_index)
        bar = tqdm(rows_of_pass, desc=f"pass {pass_index + 1}/{pass_count}", mininterval=10)
        for batch_index, rows in enumerate(bar):
            now_sec = spent_sec + time.monotonic() - start_sec
            progress = (pass_index + batch_index / len(rows_of_pass)) / pass_count
            if limit_sec is not None:
                progress = max(progress, now_sec / limit_sec)
            if progress >= 1:
                break
            loss, accuracy = trainer.step(rows, pass_index * len(rows_of_pass) + batch_index, progress)
            losses.append(loss)
            accuracies.append(accuracy)
        is_last = progress >= 1 or pass_index + 1 == pass_count
        line = {
            "pass": pass_index + 1,
            "progress": round(progress, 4),
            "viewSizePx": view_size_at(min(progress, 1.0)),
            "loss": round(float(np.mean(losses)), 4) if losses else None,
            "accuracy": round(float(np.mean(accuracies)), 4) if accuracies else None,
        }
        if is_last or (pass_index + 1) % evaluate_every == 0:
            line["publicAccuracy"] = round(accuracy_of(trainer.averaged, validation), 4)
            if line["publicAccuracy"] > best_accuracy:
                best_accuracy = line["publicAccuracy"]
                save_checkpoint(best_path, {"averaged": trainer.averaged.get_weights()}, line)
        spent_sec += time.monotonic() - start_sec
        line["spentSec"] = round(spent_sec)
        meta = {"spentSec": spent_sec, "passesDone": pass_index + 1, "bestAccuracy": best_accuracy}
        save_checkpoint(last_path, trainer.state(), meta)
        with log_path.open("a") as log:
            log.write(json.dumps(line) + "\n")
        tqdm.write(json.dumps(line))
        if progress >= 1:
            break
    return trainer


def main() -> None:
    """Reads the command line, the data and the last checkpoint, and trains."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default="v1", help="name of the run in the cache; another name starts afresh")
    parser.add_argument("--passes", type=int, default=80, help="passes over the training split")
    parser.add_argument("--minutes", type=float, help="stop after so many minutes of training, rate down to zero")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    # bfloat16 halves a step's time where the CPU has it, and never changes what the stored float32 weights are.
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
    keras.utils.set_random_seed(options.seed)
    folder = cache_dir(MODEL_ID) / options.run
    folder.mkdir(parents=True, exist_ok=True)
    training = read_clean_training(data_dir(options.data))
    validation = read_split(data_dir(options.data), "public_test")
    print(f"{len(training.labels)} training faces, {len(validation.labels)} validation faces; state in {folder}")
    train(
        training,
        validation,
        folder,
        options.passes,
        options.minutes * 60 if options.minutes else None,
        seed=options.seed,
    )


if __name__ == "__main__":
    main()
