"""Trains a small classifier of windows: AdamW, cosine rate, averaged weights and a checkpoint a pass."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf
from tqdm import tqdm

from training.checkpoint import load_checkpoint, save_checkpoint

WARMUP_SHARE = 0.05
WEIGHT_DECAY = 1e-3
EMA_DECAY = 0.99
EVALUATION_BATCH_SIZE = 512


class Batchable(NamedTuple):
    """One pass over the training windows, freshly augmented: window, presence, one-hot or soft targets, weights a window."""

    window: np.ndarray
    presence: np.ndarray
    targets: np.ndarray
    weights: np.ndarray


def train_classifier(
    build: Callable[[], keras.Model],
    make_pass: Callable[[int], Batchable],
    checkpoint_path: Path | None,
    pass_count: int,
    batch_size: int,
    peak_learning_rate: float,
    seed: int = 0,
    title: str = "training",
) -> keras.Model:
    """Trains and returns the network with averaged weights; picks up again from checkpoint_path where that exists.

    build: returns a network from [window, presence] to logits. make_pass: by the index of the pass. The order of the
    batches depends on the seed and the pass alone, so that a resumed training goes on as if it had not stopped.
    """
    network, averaged = build(), build()
    averaged.set_weights(network.get_weights())
    optimizer = keras.optimizers.AdamW(peak_learning_rate, weight_decay=WEIGHT_DECAY, global_clipnorm=1.0)
    optimizer.exclude_from_weight_decay(var_names=["gamma", "beta", "bias"])
    optimizer.build(network.trainable_variables)

    @tf.function(autograph=False)
    def step(window, presence, targets, weights, ema_decay):
        with tf.GradientTape() as tape:
            logits = network([window, presence], training=True)
            losses = tf.nn.softmax_cross_entropy_with_logits(targets, logits)
            loss = tf.reduce_sum(losses * weights) / tf.reduce_sum(weights)
        optimizer.apply(tape.gradient(loss, network.trainable_variables), network.trainable_variables)
        for slow, fast in zip(averaged.weights, network.weights, strict=True):
            slow.assign(slow * ema_decay + fast * (1 - ema_decay))
        return loss

    first_pass = 0
    if checkpoint_path is not None and checkpoint_path.exists():
        state, meta = load_checkpoint(checkpoint_path)
        network.set_weights(state["network"])
        averaged.set_weights(state["averaged"])
        for variable, value in zip(optimizer.variables, state["optimizer"], strict=True):
            variable.assign(value)
        first_pass = meta["passesDone"]
    bar = tqdm(range(first_pass, pass_count), initial=first_pass, total=pass_count, desc=title, unit="pass", mininterval=5)
    for pass_index in bar:
        batch = make_pass(pass_index)
        row_count = len(batch.targets)
        step_count = math.ceil(row_count / batch_size)
        order = np.random.default_rng([seed, pass_index]).permutation(row_count)
        rows_of_step = np.resize(order, step_count * batch_size).reshape(step_count, batch_size)
        losses = []
        for step_index, rows in enumerate(rows_of_step):
            done = pass_index * step_count + step_index
            optimizer.learning_rate.assign(peak_learning_rate * _rate_share(done / (pass_count * step_count)))
            ema_decay = min(EMA_DECAY, (1 + done) / (10 + done))
            losses.append(float(step(*(tf.constant(part[rows], tf.float32) for part in batch), tf.constant(ema_decay, tf.float32))))
        bar.set_postfix(loss=f"{np.mean(losses):.3f}")
        if checkpoint_path is not None:
            groups = {
                "network": network.get_weights(),
                "averaged": averaged.get_weights(),
                "optimizer": [np.asarray(variable.value) for variable in optimizer.variables],
            }
            save_checkpoint(checkpoint_path, groups, {"passesDone": pass_index + 1})
    return averaged


def _rate_share(progress: float) -> float:
    if progress < WARMUP_SHARE:
        return progress / WARMUP_SHARE
    return 0.5 * (1 + math.cos(math.pi * (progress - WARMUP_SHARE) / (1 - WARMUP_SHARE)))


def logits_of(network: keras.Model, window: np.ndarray, presence: np.ndarray) -> np.ndarray:
    """Returns (windowCount, labelCount) logits."""
    batches = [
        network([window[first : first + EVALUATION_BATCH_SIZE], presence[first : first + EVALUATION_BATCH_SIZE]], training=False)
        for first in range(0, len(window), EVALUATION_BATCH_SIZE)
    ]
    return np.concatenate([batch.numpy() for batch in batches])
