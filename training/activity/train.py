"""Trains an activity network over several seeds; Keras on JAX, resumes where it stopped.

    KERAS_BACKEND=jax python -m training.activity.train phone --data ../shared/data
    KERAS_BACKEND=jax python -m training.activity.train postures --data ../shared/data
    KERAS_BACKEND=jax python -m training.activity.train wrist --data ../shared/data

Everything is trained once without the people that are for choosing (phone) or tested (wrist, five folds), and once with all
who may train; all of these networks train at the same time as one. "postures" is the phone's head for windows without a gyroscope:
how it is made was chosen over seven folds of the training people; the phone's network stays as it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import jax
import keras
import numpy as np
from sklearn.metrics import f1_score

from training.activity.augment import Variation, make_vary
from training.activity.data import (
    LYING_LABEL_INDEX,
    POSTURE_LABEL_INDICES,
    WRIST_FOLD_COUNT,
    held_out_phone_windows,
    is_for_choice,
    read_phone_training,
    read_wrist,
    wrist_folds,
)
from training.activity.members import Weights, members_logits, network_weights, train_members
from training.activity.model import NetworkShape, build_network, build_posture_head
from training.activity.runs import MEMBERS_FILE, PHONE_SHAPE, RUN, WRIST_SHAPE, run_dir
from training.calibration import softmax
from training.checkpoint import save_checkpoint
from training.datasets.motion_series import MotionSeries
from training.paths import data_dir

PHONE_VARIATION = Variation(
    tempo_share=0.5,
    tempo_sd=0.06,
    tilted_share=0.2,
    largest_tilt_rad=np.radians(35),
    small_tilt_sd_rad=np.radians(4),
    # With the screen to the leg or away from it.
    half_turn_shares={"motionSense": 0.5},
    half_turn_axis=(1.0, 0.0, 0.0),
    gravity_removed_share=0.12,
    gain_sd=0.015,
    acc_noise_sd_g=0.001,
    slow_share=0.2,
    slowest_rate_hz=9.0,
    freely_share=0.2,
    rolled_label=LYING_LABEL_INDEX,
    rolled_share=0.3,
    gyro_dropped_share=0.3,
    gyro_noise_sd=0.002,
)
# The head for postures is asked only where there is gravity and no gyroscope, and up is known.
POSTURE_VARIATION = replace(PHONE_VARIATION, freely_share=0.0, gravity_removed_share=0.0, gyro_dropped_share=1.0)
WRIST_VARIATION = Variation(
    tempo_share=0.5,
    tempo_sd=0.08,
    tilted_share=0.5,
    largest_tilt_rad=np.radians(30),
    small_tilt_sd_rad=np.radians(6),
    # A watch worn the other way round.
    half_turn_shares={"wisdm": 0.1, "hmp": 0.1, "capture24": 0.1},
    half_turn_axis=(0.0, 0.0, 1.0),
    gravity_removed_share=0.05,
    gain_sd=0.03,
    acc_noise_sd_g=0.004,
)
# How much of the training comes from each data set.
SOURCE_SHARES = {"uciHar": 0.4, "hapt": 0.2, "motionSense": 0.4, "wisdm": 0.85, "hmp": 0.15}
ROW_STRIDE = 16
LABEL_SMOOTHING = 0.05
BATCH_SIZE = 128
PEAK_LEARNING_RATE = 2e-3
# Networks of each split that people are left out of, and of the one with all who may train: what the card gives the spread of.
SEED_COUNTS = {"phone": (2, 5), "postures": (2, 5), "wrist": (5, 1)}


@dataclass(frozen=True)
class Plan:
    """What is trained for one of the two networks.

    is_allowed: (splitCount, runCount) which runs a split may see; the last split sees all. held_out: first sample, run and
    split of each window that a split is measured on. build: the network, in the form that trains fast.
    """

    shape: NetworkShape
    variation: Variation
    series: MotionSeries
    posture_labels: tuple[int, ...]
    is_allowed: np.ndarray
    held_out: tuple[np.ndarray, np.ndarray, np.ndarray]
    build: Callable[[], keras.Model]


def _trained_form(shape: NetworkShape) -> Callable[[], keras.Model]:
    return lambda: build_network(shape, is_exported=False)


def phone_plan(data: Path) -> Plan:
    """Returns the plan for the phone: without the people for choosing, and with them."""
    series = read_phone_training(data)
    is_allowed = np.stack([~is_for_choice(series), np.ones(len(series.labels), bool)])
    firsts, runs = held_out_phone_windows(series)
    held_out = (firsts, runs, np.zeros(len(firsts), int))
    return Plan(PHONE_SHAPE, PHONE_VARIATION, series, POSTURE_LABEL_INDICES, is_allowed, held_out, _trained_form(PHONE_SHAPE))


def wrist_plan(data: Path) -> Plan:
    """Returns the plan for the wrist: five folds without their people, and one with all."""
    series = read_wrist(data)
    held_out = wrist_folds(series)
    _, runs, folds = held_out
    is_allowed = np.ones((WRIST_FOLD_COUNT + 1, len(series.firsts)), bool)
    for fold in range(WRIST_FOLD_COUNT):
        people = np.unique(series.people[runs[folds == fold]])
        is_allowed[fold] = ~((series.sources == "wisdm") & np.isin(series.people, people))
    return Plan(WRIST_SHAPE, WRIST_VARIATION, series, (), is_allowed, held_out, _trained_form(WRIST_SHAPE))


def posture_plan(data: Path) -> Plan:
    """Returns the plan for the head that tells postures apart without a gyroscope: the phone's, with people at rest alone."""
    plan = phone_plan(data)
    is_at_rest = np.isin(plan.series.labels, POSTURE_LABEL_INDICES)
    firsts, runs, splits = plan.held_out
    is_kept = is_at_rest[runs]
    return Plan(
        replace(PHONE_SHAPE, label_count=len(POSTURE_LABEL_INDICES)),
        POSTURE_VARIATION,
        plan.series.keep(is_at_rest),
        (),
        plan.is_allowed[:, is_at_rest],
        (firsts[is_kept], (np.cumsum(is_at_rest) - 1)[runs[is_kept]], splits[is_kept]),
        lambda: build_posture_head(PHONE_SHAPE, len(POSTURE_LABEL_INDICES)),
    )


PLANS = {"phone": phone_plan, "postures": posture_plan, "wrist": wrist_plan}
STEP_COUNTS = {"phone": 6_000, "postures": 2_500, "wrist": 12_000}


def row_shares(plan: Plan, runs: np.ndarray) -> np.ndarray:
    """Returns (splitCount, rowCount) how often each row is drawn: each data set its share, rare activities halfway up."""
    shares = np.zeros((len(plan.is_allowed), len(runs)))
    for split, is_allowed in enumerate(plan.is_allowed):
        for source in np.unique(plan.series.sources):
            is_drawn = is_allowed[runs] & (plan.series.sources[runs] == source)
            labels = plan.series.labels[runs[is_drawn]]
            weights = 1 / np.sqrt(np.bincount(labels, minlength=plan.shape.label_count)[labels])
            shares[split, is_drawn] = SOURCE_SHARES[str(source)] * weights / weights.sum()
    return shares


def train(
    plan: Plan, folder: Path, counts: list[int], step_count: int, batch_size: int, first_seed: int, minutes: float | None
) -> None:
    """Trains so many networks of each split and writes them to folder/members.npz with what they say of people left out."""
    folder.mkdir(parents=True, exist_ok=True)
    vary, rows, runs = make_vary(
        plan.series,
        plan.shape.window_sample_count,
        ROW_STRIDE,
        plan.shape.sample_rate_hz,
        plan.variation,
        plan.shape.label_count,
        plan.posture_labels,
        LABEL_SMOOTHING,
        plan.shape.presence_count,
    )
    shares = row_shares(plan, runs)
    print(f"{len(runs)} rows in {len(plan.series.firsts)} runs, {len(shares)} splits; state in {folder}; {jax.devices()}")

    weights = train_members(
        plan.build,
        vary,
        rows,
        shares.repeat(counts, axis=0),
        step_count,
        batch_size,
        PEAK_LEARNING_RATE,
        first_seed + 1,
        folder.parent.name,
        folder / "last.npz",
        minutes,
    )
    names = [f"{split}-{number}" for split, count in enumerate(counts) for number in range(count)]
    groups = {name: network_weights(plan.build, weights, member) for member, name in enumerate(names)}
    logits = held_out_logits(weights, plan, counts[0])
    save_checkpoint(folder / MEMBERS_FILE, {**groups, "heldOutLogits": [logits]}, {"counts": counts})
    print_held_out(plan, logits)


def held_out_logits(weights: Weights, plan: Plan, count: int) -> np.ndarray:
    """Returns (count, windowCount, labelCount) logits of each split's count members for the windows that are held out from it."""
    firsts, _, splits = plan.held_out
    logits = np.zeros((count, len(firsts), plan.shape.label_count), np.float32)
    for split in np.unique(splits[splits < len(plan.is_allowed)]):
        rows = splits == split
        motion = plan.series.motion[firsts[rows, None] + np.arange(plan.shape.window_sample_count)]
        presence = np.ones((len(motion), plan.shape.presence_count), np.float32)
        members = jax.tree.map(lambda values, split=split: values[split * count : (split + 1) * count], weights)
        logits[:, rows] = members_logits(plan.build, members, [motion, presence])
    return logits


def print_held_out(plan: Plan, logits: np.ndarray) -> None:
    """Prints how often the members are right for people that they did not see, alone and taken together."""
    _, runs, _ = plan.held_out
    labels, sources = plan.series.labels[runs], plan.series.sources[runs]
    together = softmax(logits).mean(axis=0).argmax(axis=1)
    for source in np.unique(sources):
        rows = sources == source
        alone = (logits[:, rows].argmax(axis=2) == labels[rows]).mean(axis=1)
        macro_f1 = f1_score(labels[rows], together[rows], average="macro")
        print(
            f"people left out of {source}: accuracy {alone.mean():.4f} (sd {alone.std():.4f} over {len(alone)}), "
            f"together {(together[rows] == labels[rows]).mean():.4f}, macro F1 {macro_f1:.4f}",
            flush=True,
        )


def main() -> None:
    """Reads the command line and trains."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", choices=PLANS, help="where the sensor is worn, or the phone's head for postures")
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default=RUN, help="name of the run in the cache; another name starts afresh")
    parser.add_argument("--steps", type=int, help="steps of the optimiser (default: phone 6,000, wrist 12,000, postures 2,500)")
    parser.add_argument("--minutes", type=float, help="at most so many minutes; fewer steps if need be")
    parser.add_argument("--batch", type=int, default=BATCH_SIZE)
    parser.add_argument("--seeds", type=int, help="networks of each split that people are left out of (default: phone 2, wrist 5)")
    parser.add_argument("--released-seeds", type=int, help="networks with all who may train (default: phone 5, wrist 1)")
    parser.add_argument("--splits", type=int, help="only the first so many splits, to try something out")
    parser.add_argument("--seed", type=int, default=0, help="of the first network")
    options = parser.parse_args()
    plan = PLANS[options.trained](data_dir(options.data))
    left_out, released = SEED_COUNTS[options.trained]
    counts = [options.seeds or left_out] * (len(plan.is_allowed) - 1) + [options.released_seeds or released]
    if options.splits:
        plan, counts = replace(plan, is_allowed=plan.is_allowed[: options.splits]), counts[: options.splits]
    steps = options.steps or STEP_COUNTS[options.trained]
    train(plan, run_dir(options.trained, options.run), counts, steps, options.batch, options.seed, options.minutes)


if __name__ == "__main__":
    main()
