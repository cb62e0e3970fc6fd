"""Fits a network on an accelerator: a whole pass is one compiled loop. Keras describes the network, JAX runs it."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import keras
import numpy as np
from tqdm import tqdm

from training.checkpoint import load_checkpoint, save_checkpoint

MOMENTUM = 0.9
WARMUP_SHARE = 0.05
EMA_DECAY = 0.999
FERPLUS_LOSS_WEIGHT = 0.5
EVALUATION_BATCH_SIZE = 512
EVALUATE_EVERY = 5

# From (key, row indices of a batch, index of the pass, arrays) to views (batchSize, 48, 48), targets (batchSize, 7) and
# votes (batchSize, 9), each row of either summing to 1, or to 0 where nothing is known.
MakeBatch = Callable[[jax.Array, jax.Array, jax.Array, dict], tuple[jax.Array, jax.Array, jax.Array]]


class Recipe(NamedTuple):
    """How long and how hard to train; weight decay is on kernels alone."""

    pass_count: int
    batch_size: int
    peak_learning_rate: float
    weight_decay: float


class Run(NamedTuple):
    """Everything that a step changes: lists of arrays in the order of the network's variables."""

    trainable: list
    fixed: list  # statistics of batch normalisation and the seeds of dropout
    momentum: list
    averaged_trainable: list
    averaged_fixed: list


def learning_rate_at(progress: float, peak: float) -> float:
    """Returns the rate at a progress from 0 to 1: a short linear rise, then a cosine to zero."""
    if progress < WARMUP_SHARE:
        return peak * progress / WARMUP_SHARE
    return peak * 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - WARMUP_SHARE) / (1 - WARMUP_SHARE))))


def new_run(network: keras.Model) -> Run:
    """Returns the run that starts from the network's present weights."""
    trainable = [jnp.array(variable.value) for variable in network.trainable_variables]
    fixed = [jnp.array(variable.value) for variable in network.non_trainable_variables]
    return Run(trainable, fixed, [jnp.zeros_like(v) for v in trainable], [v.copy() for v in trainable], [v.copy() for v in fixed])


def _is_average(variable) -> bool:
    return jnp.issubdtype(variable.dtype, jnp.floating)


def compile_pass(network: keras.Model, make_batch: MakeBatch, weight_decay: float) -> Callable:
    """Returns the compiled pass: (run, arrays, pass index, keys, rows, rates, EMA decays) to (run, mean loss, accuracy)."""

    def loss_of(trainable, fixed, views, targets, votes):
        outputs, fixed = network.stateless_call(trainable, fixed, views[..., None], training=True)
        loss = -jnp.mean(jnp.sum(targets * jax.nn.log_softmax(outputs["logits"]), axis=1))
        votes_loss = -jnp.mean(jnp.sum(votes * jax.nn.log_softmax(outputs["ferplusLogits"]), axis=1))
        is_right = outputs["logits"].argmax(axis=1) == targets.argmax(axis=1)
        return loss + FERPLUS_LOSS_WEIGHT * votes_loss, (fixed, loss, is_right.mean())

    def one_pass(run: Run, arrays: dict, pass_index, keys, rows, rates, decays):
        def step(run: Run, inputs):
            key, batch_rows, rate, decay = inputs
            views, targets, votes = make_batch(key, batch_rows, pass_index, arrays)
            gradients, (fixed, loss, accuracy) = jax.grad(loss_of, has_aux=True)(run.trainable, run.fixed, views, targets, votes)
            trainable, momentum = [], []
            for value, gradient, speed in zip(run.trainable, gradients, run.momentum, strict=True):
                if value.ndim > 1:
                    gradient = gradient + weight_decay * value
                speed = MOMENTUM * speed + gradient
                trainable.append(value - rate * (gradient + MOMENTUM * speed))
                momentum.append(speed)
            averaged = [slow * decay + fast * (1 - decay) for slow, fast in zip(run.averaged_trainable, trainable, strict=True)]
            averaged_fixed = [
                slow * decay + fast * (1 - decay) if _is_average(slow) else fast
                for slow, fast in zip(run.averaged_fixed, fixed, strict=True)
            ]
            return Run(trainable, fixed, momentum, averaged, averaged_fixed), (loss, accuracy)

        run, (losses, accuracies) = jax.lax.scan(step, run, (keys, rows, rates, decays))
        return run, losses.mean(), accuracies.mean()

    return jax.jit(one_pass, donate_argnums=0)


def compile_logits(network: keras.Model) -> Callable:
    """Returns a function from (averaged trainable, averaged fixed, faces (faceCount, 48, 48)) to logits (faceCount, 7)."""

    @jax.jit
    def logits_of_batch(trainable, fixed, faces):
        outputs, _ = network.stateless_call(trainable, fixed, faces.astype(jnp.float32)[..., None], training=False)
        return outputs["logits"]

    def logits_of(trainable, fixed, faces) -> jax.Array:
        # The last batch is filled up, so that one shape is compiled.
        batch_count = math.ceil(len(faces) / EVALUATION_BATCH_SIZE)
        rows = np.minimum(np.arange(batch_count * EVALUATION_BATCH_SIZE), len(faces) - 1).reshape(batch_count, -1)
        return jnp.concatenate([logits_of_batch(trainable, fixed, faces[batch]) for batch in rows])[: len(faces)]

    return logits_of


def fit(
    network: keras.Model,
    run_pass: Callable,
    logits_of: Callable,
    arrays: dict,
    rows: np.ndarray,
    recipe: Recipe,
    validation: tuple[np.ndarray, np.ndarray],
    folder: Path,
    seed: int,
    title: str,
) -> list[np.ndarray]:
    """Trains from the network's present weights and returns the averaged weights that did best on the validation faces.

    rows: indices of the faces to learn from. validation: faces (faceCount, 48, 48) and labels. folder: `last.npz` is
    written every few passes and picked up again, `best.npz` holds the averaged weights (in the order of
    network.weights) and the validation accuracy that chose them, `log.jsonl` a line an evaluation.
    """
    folder.mkdir(parents=True, exist_ok=True)
    last_path, best_path = folder / "last.npz", folder / "best.npz"
    run, first_pass, best_accuracy = new_run(network), 0, -1.0
    if last_path.exists():
        state, meta = load_checkpoint(last_path)
        run = Run(*([jnp.asarray(value) for value in state[field]] for field in Run._fields))
        first_pass, best_accuracy = meta["passesDone"], meta["bestAccuracy"]
    step_count = max(1, len(rows) // recipe.batch_size)
    total = recipe.pass_count * step_count
    validation_faces, validation_labels = jnp.asarray(validation[0]), validation[1]
    start_sec = time.monotonic()
    for pass_index in tqdm(range(first_pass, recipe.pass_count), initial=first_pass, total=recipe.pass_count, desc=title, mininterval=10):
        order = np.random.default_rng([seed, pass_index]).permutation(rows)
        steps = pass_index * step_count + np.arange(step_count)
        rates = [learning_rate_at(step / total, recipe.peak_learning_rate) for step in steps]
        run, loss, accuracy = run_pass(
            run,
            arrays,
            jnp.int32(pass_index),
            jax.random.split(jax.random.fold_in(jax.random.key(seed), pass_index), step_count),
            jnp.asarray(np.resize(order, (step_count, recipe.batch_size))),
            jnp.asarray(rates, jnp.float32),
            # The average starts short, so that it does not remember the random start.
            jnp.asarray(np.minimum(EMA_DECAY, (1 + steps) / (10 + steps)), jnp.float32),
        )
        if (pass_index + 1) % EVALUATE_EVERY and pass_index + 1 < recipe.pass_count:
            continue
        logits = np.asarray(logits_of(run.averaged_trainable, run.averaged_fixed, validation_faces))
        found = float(np.mean(logits.argmax(axis=1) == validation_labels))
        if found > best_accuracy:
            best_accuracy = found
            save_checkpoint(best_path, {"averaged": _in_order(network, run)}, {"pass": pass_index + 1, "validationAccuracy": found})
        save_checkpoint(last_path, run._asdict(), {"passesDone": pass_index + 1, "bestAccuracy": best_accuracy})
        line = {
            "pass": pass_index + 1,
            "loss": round(float(loss), 4),
            "accuracy": round(float(accuracy), 4),
            "validationAccuracy": round(found, 4),
            "spentSec": round(time.monotonic() - start_sec, 1),
        }
        with (folder / "log.jsonl").open("a") as log:
            log.write(json.dumps(line) + "\n")
        tqdm.write(f"{title}: {json.dumps(line)}")
    return load_checkpoint(best_path)[0]["averaged"]


def is_finished(folder: Path, recipe: Recipe) -> bool:
    """Whether fit has done all passes of the recipe in the folder."""
    last_path = folder / "last.npz"
    return last_path.exists() and load_checkpoint(last_path)[1]["passesDone"] >= recipe.pass_count


def _in_order(network: keras.Model, run: Run) -> list[np.ndarray]:
    """Returns the averaged weights in the order of network.weights, which no backend changes."""
    values = {id(v): value for v, value in zip(network.trainable_variables, run.averaged_trainable, strict=True)}
    values |= {id(v): value for v, value in zip(network.non_trainable_variables, run.averaged_fixed, strict=True)}
    return [np.asarray(values[id(variable)]) for variable in network.weights]


def split_weights(network: keras.Model, weights: list[np.ndarray]) -> tuple[list, list]:
    """Returns weights in the order of network.weights as (trainable, fixed), for compile_logits' functions."""
    network.set_weights(weights)
    return [v.value for v in network.trainable_variables], [v.value for v in network.non_trainable_variables]
