"""Trains many networks of one shape as one: each a member with rows and a seed of its own (Keras on JAX)."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import keras
import numpy as np

from training.activity.augment import RowData, Vary
from training.checkpoint import load_checkpoint, save_checkpoint

WARMUP_SHARE = 0.05
WEIGHT_DECAY = 1e-2
EMA_DECAY = 0.995
LARGEST_GRADIENT = 1.0
STEPS_PER_REPORT = 100
EVALUATION_BATCH_SIZE = 1024


class Weights(NamedTuple):
    """The variables of a network, or with one more axis in front of many: trained ones, and statistics of batches and seeds."""

    trained: list[jax.Array]
    others: list[jax.Array]


class _State(NamedTuple):
    weights: Weights
    averaged: Weights
    first_moments: list[jax.Array]
    second_moments: list[jax.Array]


def _stacked(members: list[Weights]) -> Weights:
    return jax.tree.map(lambda *values: jnp.stack(values), *members)


def _fresh(build: Callable[[], keras.Model], seed: int) -> Weights:
    keras.utils.set_random_seed(seed)
    network = build()
    return Weights(
        [jnp.asarray(variable.value) for variable in network.trainable_variables],
        [jnp.asarray(variable.value) for variable in network.non_trainable_variables],
    )


def train_members(
    build: Callable[[], keras.Model],
    vary: Vary,
    data: RowData,
    shares: np.ndarray,
    step_count: int,
    batch_size: int,
    peak_learning_rate: float,
    seed: int,
    title: str,
    checkpoint_path: Path | None = None,
    minutes: float | None = None,
) -> Weights:
    """Returns the averaged weights of every member.

    shares: (memberCount, rowCount) how often each row is drawn, 0 for rows that a member may not see. Goes on from
    checkpoint_path where that exists. minutes: where the steps would take longer, fewer are made.
    """
    network = build()
    member_count = len(shares)
    cumulative = jnp.asarray(np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1), jnp.float32)
    decayed = [len(variable.shape) > 1 for variable in network.trainable_variables]

    def member_step(state: _State, key: jax.Array, step: jax.Array, total: jax.Array, cumulative: jax.Array, data):
        row_key, vary_key = jax.random.split(key)
        rows = jnp.searchsorted(cumulative, jax.random.uniform(row_key, (batch_size,)) * cumulative[-1], side="right")
        inputs, targets = vary(data, vary_key, jnp.minimum(rows, cumulative.shape[0] - 1))

        def loss_of(trained):
            logits, others = network.stateless_call(trained, state.weights.others, inputs, training=True)
            loss = -jnp.mean(jnp.sum(targets * jax.nn.log_softmax(logits), axis=1))
            return loss, others

        (loss, others), gradients = jax.value_and_grad(loss_of, has_aux=True)(state.weights.trained)
        norm = jnp.sqrt(sum(jnp.sum(jnp.square(gradient)) for gradient in gradients))
        shrink = jnp.minimum(1.0, LARGEST_GRADIENT / (norm + 1e-9))
        rate = peak_learning_rate * _rate_share(step / total)
        count = step + 1.0
        trained, first_moments, second_moments = [], [], []
        for value, gradient, first, second, is_decayed in zip(
            state.weights.trained, gradients, state.first_moments, state.second_moments, decayed, strict=True
        ):
            first = 0.9 * first + 0.1 * gradient * shrink
            second = 0.999 * second + 0.001 * jnp.square(gradient * shrink)
            change = (first / (1 - 0.9**count)) / (jnp.sqrt(second / (1 - 0.999**count)) + 1e-7)
            trained.append(value - rate * (change + (WEIGHT_DECAY * value if is_decayed else 0.0)))
            first_moments.append(first)
            second_moments.append(second)
        keep = jnp.minimum(EMA_DECAY, (1 + step) / (10 + step))
        weights = Weights(trained, others)
        averaged = jax.tree.map(
            lambda slow, fast: slow * keep + fast * (1 - keep) if jnp.issubdtype(fast.dtype, jnp.floating) else fast,
            state.averaged,
            weights,
        )
        return _State(weights, averaged, first_moments, second_moments), loss

    @jax.jit
    def run_steps(state, first_step, total, key, cumulative, data):
        def one_step(state, step):
            keys = jax.random.split(jax.random.fold_in(key, step), member_count)
            in_axes = (0, 0, None, None, 0, None)
            step = step.astype(jnp.float32)
            return jax.vmap(member_step, in_axes=in_axes)(state, keys, step, total, cumulative, data)

        return jax.lax.scan(one_step, state, first_step + jnp.arange(STEPS_PER_REPORT))

    weights = _stacked([_fresh(build, seed * 1000 + member) for member in range(member_count)])
    zeros = jax.tree.map(jnp.zeros_like, weights.trained)
    state, done = _State(weights, weights, zeros, zeros), 0
    leaves, structure = jax.tree.flatten(state)
    if checkpoint_path is not None and checkpoint_path.exists():
        groups, meta = load_checkpoint(checkpoint_path)
        state, done = jax.tree.unflatten(structure, [jnp.asarray(value) for value in groups["state"]]), meta["stepsDone"]
    key = jax.random.key(seed)
    started, resumed = time.monotonic(), done
    while done < step_count:
        state, losses = run_steps(state, jnp.asarray(done), jnp.float32(step_count), key, cumulative, data)
        losses.block_until_ready()
        done += STEPS_PER_REPORT
        if done == resumed + STEPS_PER_REPORT:
            compiled = time.monotonic()
        elif done == resumed + 2 * STEPS_PER_REPORT and minutes is not None:
            spent_sec, chunk_sec = compiled - started, time.monotonic() - compiled
            affordable = done + math.floor((minutes * 60 - spent_sec - chunk_sec) / chunk_sec) * STEPS_PER_REPORT
            step_count = max(done + STEPS_PER_REPORT, min(step_count, affordable))
            step_ms = chunk_sec / STEPS_PER_REPORT * 1e3
            print(f"{title}: {spent_sec:.0f} s to compile, then {step_ms:.1f} ms a step: {step_count} steps", flush=True)
        mean = losses.mean(axis=0)
        if not bool(jnp.isfinite(mean).all()):
            raise FloatingPointError(f"{title}: the loss is {np.asarray(mean)} after {done} steps")
        left_sec = (time.monotonic() - started) / (done - resumed) * (step_count - done)
        if done % (10 * STEPS_PER_REPORT) == 0 or done >= step_count:
            print(f"{title}: step {done} of {step_count}, loss {np.asarray(mean).round(3)}, {left_sec:.0f} s left", flush=True)
            if checkpoint_path is not None:
                values = [np.asarray(value) for value in jax.tree.leaves(state)]
                save_checkpoint(checkpoint_path, {"state": values}, {"stepsDone": done})
    return state.averaged


def _rate_share(progress: jax.Array) -> jax.Array:
    falling = 0.5 * (1 + jnp.cos(math.pi * (progress - WARMUP_SHARE) / (1 - WARMUP_SHARE)))
    return jnp.where(progress < WARMUP_SHARE, progress / WARMUP_SHARE, falling)


def members_logits(build: Callable[[], keras.Model], weights: Weights, inputs: list[np.ndarray]) -> np.ndarray:
    """Returns (memberCount, windowCount, labelCount) logits."""
    network = build()

    @jax.jit
    def logits_of(weights: Weights, *batch: jax.Array) -> jax.Array:
        def member(weights: Weights):
            return network.stateless_call(weights.trained, weights.others, list(batch), training=False)[0]

        return jax.vmap(member)(weights)

    count = len(inputs[0])
    batches = []
    for first in range(0, count, EVALUATION_BATCH_SIZE):
        rows = np.minimum(np.arange(first, first + EVALUATION_BATCH_SIZE), count - 1)
        batches.append(np.asarray(logits_of(weights, *(part[rows] for part in inputs))))
    return np.concatenate(batches, axis=1)[:, :count]


def network_weights(build: Callable[[], keras.Model], weights: Weights, member: int) -> list[np.ndarray]:
    """Returns a member's weights in the order of Keras's set_weights."""
    network = build()
    for variable, value in zip(network.trainable_variables, weights.trained, strict=True):
        variable.assign(value[member])
    for variable, value in zip(network.non_trainable_variables, weights.others, strict=True):
        variable.assign(value[member])
    return network.get_weights()
