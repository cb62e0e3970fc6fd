"""Trains the stress networks: chooses the settings inside the training people, then leaves one person out, then uses everybody.

    python -m training.stress.train --data ../shared/data

Keras alone, so it runs on TensorFlow here and, with KERAS_BACKEND=jax, on a graphics card. Networks ("members") train side by
side, some at a time; each such batch is kept in the cache, so that a stopped run goes on. Writes to the run's folder
windows.npz, inner.npz (how each setting did on people inside each training set), folds.npz (logits of the person left out) and
released.npz (weights).
"""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
from keras import ops

from training.checkpoint import load_checkpoint, save_checkpoint
from training.paths import cache_dir, data_dir
from training.stress.data import AFTER, GROUPS, LABELS, LIVE, MODEL_ID, StressWindows, load_windows, read_windows, save_windows
from training.stress.model import EXPERTS, SENSOR_EXPERTS, StressMembers, experts_of, pool_steps
from training.stress.scoring import MEDITATION, figures_of

BATCH_SIZE = 64
STEP_COUNT = 1200
PEAK_LEARNING_RATE = 3e-3
WARMUP_SHARE = 0.05
EMA_MOMENTUM = 0.99
LABEL_SMOOTHING = 0.03
GAIN_SD = 0.1
NOISE_SD = 0.1
# Four gave nothing more than two, and cost the browser twice as much.
SEED_COUNT = 2
INNER_FOLD_COUNT = 3
EVALUATION_ROW_COUNT = 64

# What a deployment has. The first three are the ones that people own; the rest show what single sensors tell.
DEPLOYMENTS: dict[str, tuple[str, ...]] = {
    "wrist": ("heartRate", "beats", "eda", "skinTemp", "accMotion"),
    "heartRate+motion": ("heartRate", "accMotion"),
    "beats": ("heartRate", "beats"),
    "heartRate": ("heartRate",),
    "eda": ("eda",),
    "motion": ("accMotion",),
}
# What an expert's settings are chosen by: macro F1 of this deployment in these questions, averaged.
CHOSEN_BY = {"skin": "wrist", "motion": "heartRate+motion", "heart": "beats"}
CHOSEN_QUESTIONS = ("binary", "three")
# What an expert is shown in training, and how often; the skin's is shown any subset with a skin sensor else.
SHOWN = {
    "skin": ((0.5, DEPLOYMENTS["wrist"]),),
    "motion": ((0.7, DEPLOYMENTS["heartRate+motion"]), (0.15, ("heartRate", "beats", "accMotion")), (0.15, ("accMotion",))),
    "heart": ((0.7, DEPLOYMENTS["beats"]), (0.3, ("heartRate",))),
}
GROUP_DROPPED_SHARE = 0.4
# How often training shows each label (by LABELS): between as often as it is and equally often, for accuracy and macro F1 both.
LABEL_SHARES = (0.3, 0.29, 0.17, 0.24)
# How many of an expert's windows carry its own scale: the live one learns from both, as the other says the same more clearly.
OWN_SCALE_SHARE = {AFTER: 1.0, LIVE: 0.6}
SENSOR_GROUPS = [group for group in GROUPS if group != "baseline"]


@dataclass(frozen=True)
class Setting:
    """What is chosen inside the training people. shift_sd: how far a window's level is moved in training, in personal spreads."""

    dropout: float
    weight_penalty: float
    shift_sd: float


SETTINGS = (Setting(0.1, 3e-4, 0.05), Setting(0.2, 3e-4, 0.1), Setting(0.2, 2e-3, 0.1), Setting(0.3, 1e-3, 0.2))


@dataclass(frozen=True)
class Member:
    """One network to train. expert: index into EXPERTS. has_meditation: four classes, else three. left_out: people it never sees."""

    expert: int
    has_meditation: bool
    left_out: tuple[int, ...]
    setting: Setting
    seed: int


def presence_table() -> np.ndarray:
    """Returns (62, groupCount): every subset of the sensors but none, first scaled after the fact, then by the own baseline."""
    subsets = [[code >> index & 1 for index in range(len(SENSOR_GROUPS))] for code in range(1, 2 ** len(SENSOR_GROUPS))]
    return np.array([[*subset, is_live] for is_live in (0, 1) for subset in subsets], np.float32)


def subset_index(is_shown: np.ndarray) -> np.ndarray:
    """Returns the rows of the presence table's first half of subsets (..., sensorGroupCount)."""
    return (is_shown * 2 ** np.arange(len(SENSOR_GROUPS))).sum(axis=-1).astype(np.int32) - 1


def draw(windows: StressWindows, member: Member, step_count: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns (step_count * BATCH_SIZE,) rows of the window table and rows of the presence table for a member's training.

    Classes come by LABEL_SHARES, and within a class the people equally often. Only windows with every channel are drawn and channels are hidden by
    chance, so that what is missing never tells anything: in WESAD a wrist that moves loses its pulse, and it moves in the stress test.
    """
    sensors, own_scale = EXPERTS[member.expert]
    rng = np.random.default_rng([member.seed, member.expert, member.has_meditation, *member.left_out])
    count = step_count * BATCH_SIZE
    people = np.setdiff1d(np.unique(windows.people), member.left_out)
    shares = np.array(LABEL_SHARES) * ([1, 1, 1, 1] if member.has_meditation else np.arange(len(LABELS)) != MEDITATION)
    label, person = rng.choice(len(LABELS), count, p=shares / shares.sum()), rng.integers(0, len(people), count)
    scale = np.where(rng.random(count) < OWN_SCALE_SHARE[own_scale], own_scale, 1 - own_scale)
    table, counts = pools_of(windows, people)
    place = (rng.random(count) * counts[scale, person, label]).astype(int)
    rows = scale * len(windows.labels) + table[scale, person, label, place]
    is_shown = _shown(sensors, count, rng)
    return rows.astype(np.int32), subset_index(is_shown) + scale.astype(np.int32) * (2 ** len(SENSOR_GROUPS) - 1)


def pools_of(windows: StressWindows, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns (2, personCount, labelCount, most) the windows that can be drawn of each, and (2, personCount, labelCount) how many.

    Those that have every channel, and are not the live scale's own.
    """
    is_whole = (windows.presence[..., : len(SENSOR_GROUPS)] == 1).all(axis=(0, 2))
    pools = {}
    for scale, person, label in np.ndindex(2, len(people), len(LABELS)):
        is_here = (windows.people == people[person]) & (windows.labels == label)
        pool = np.flatnonzero(is_here & is_whole & windows.is_scored[scale])
        if len(pool) == 0:
            raise ValueError(f"Person {people[person] + 1} has no window of {LABELS[label]} with every channel; each needs one.")
        pools[scale, person, label] = pool
    most = max(len(pool) for pool in pools.values())
    table = np.array([np.resize(pool, most) for pool in pools.values()])
    counts = np.array([len(pool) for pool in pools.values()])
    shape = (2, len(people), len(LABELS))
    return table.reshape(*shape, most), counts.reshape(shape)


def _shown(sensors: str, count: int, rng: np.random.Generator) -> np.ndarray:
    """Returns (count, sensorGroupCount) which groups each drawn window shows."""
    is_shown = rng.random((count, len(SENSOR_GROUPS))) >= GROUP_DROPPED_SHARE
    has_skin = is_shown[:, SENSOR_GROUPS.index("eda")] | is_shown[:, SENSOR_GROUPS.index("skinTemp")]
    is_shown[~has_skin, SENSOR_GROUPS.index("eda")] = True
    kind, begin = rng.random(count), 0.0
    for share, groups in SHOWN[sensors]:
        is_shown[(kind >= begin) & (kind < begin + share)] = np.isin(SENSOR_GROUPS, groups)
        begin += share
    return is_shown


class Trainee(keras.Model):
    """Members that train side by side. Takes rows of the window table and of the presence table, each (batchSize, memberCount)."""

    def __init__(self, windows: StressWindows, members: list[Member]):
        super().__init__()
        settings = [member.setting for member in members]
        self.network = StressMembers(len(members), np.array([setting.dropout for setting in settings]), members[0].seed)
        self.network.build()
        self.penalties = np.array([setting.weight_penalty for setting in settings], np.float32)
        self.shifts = np.array([setting.shift_sd for setting in settings], np.float32).reshape(-1, 1, 1, 1)
        is_asked = np.ones((len(members), 1, len(LABELS)), np.float32)
        is_asked[[not member.has_meditation for member in members], 0, MEDITATION] = 0
        self.is_asked = is_asked
        steps = pool_steps(windows.values.astype(np.float32))
        self.steps_table = self._constant(steps.reshape(-1, *steps.shape[2:]), "steps")
        self.presence_table = self._constant(presence_table(), "presence")
        self.targets_table = self._constant(np.eye(len(LABELS))[np.tile(windows.labels, 2)], "targets")
        self.noise = keras.random.SeedGenerator(members[0].seed)

    def _constant(self, values: np.ndarray, name: str):
        return self.add_weight(
            shape=values.shape, initializer=lambda _, dtype: ops.convert_to_tensor(values, dtype), trainable=False, name=name
        )

    def call(self, inputs, training=False):
        rows, patterns = (ops.transpose(part) for part in inputs)
        steps = ops.take(self.steps_table, rows, axis=0)
        if training:
            level_shape = (*rows.shape, 1, steps.shape[-1])
            gain = 1 + GAIN_SD * keras.random.normal(level_shape, seed=self.noise)
            shift = self.shifts * keras.random.normal(level_shape, seed=self.noise)
            steps = steps * gain + shift + NOISE_SD * keras.random.normal(steps.shape, seed=self.noise)
        return self.network(steps, ops.take(self.presence_table, patterns, axis=0), training=training)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        targets = ops.take(self.targets_table, ops.transpose(x[0]), axis=0)
        smoothing = LABEL_SMOOTHING * self.is_asked / self.is_asked.sum(axis=-1, keepdims=True)
        log_scores = ops.log_softmax(y_pred + (self.is_asked - 1) * 1e4)
        losses = -ops.mean(ops.sum((targets * (1 - LABEL_SMOOTHING) + smoothing) * self.is_asked * log_scores, axis=-1), axis=1)
        squares = sum(ops.sum(ops.square(weight), axis=(1, 2)) for weight in self.network.trainable_weights)
        return ops.sum(losses + self.penalties * squares)


def train_members(windows: StressWindows, members: list[Member], step_count: int) -> Trainee:
    """Trains members side by side and returns them with the running mean of their weights."""
    keras.utils.set_random_seed(members[0].seed)
    trainee = Trainee(windows, members)
    schedule = keras.optimizers.schedules.CosineDecay(
        0.0, step_count, warmup_target=PEAK_LEARNING_RATE, warmup_steps=max(1, round(WARMUP_SHARE * step_count))
    )
    trainee.compile(keras.optimizers.Adam(schedule, use_ema=True, ema_momentum=EMA_MOMENTUM), jit_compile="auto")
    drawn = [draw(windows, member, step_count) for member in members]
    rows, patterns = (np.stack(parts, axis=1) for parts in zip(*drawn, strict=True))
    trainee.fit([rows, patterns], batch_size=BATCH_SIZE, shuffle=False, verbose=0)
    return trainee


def rows_of_people(windows: StressWindows, people: list[tuple[int, ...]]) -> np.ndarray:
    """Returns (memberCount, rowCount) the windows of each member's people, -1 where there are no more."""
    rows = [np.flatnonzero(np.isin(windows.people, own)) for own in people]
    table = np.full((len(rows), max(len(row) for row in rows)), -1)
    for index, row in enumerate(rows):
        table[index, : len(row)] = row
    return table


def logits_of(trainee: Trainee, windows: StressWindows, rows: np.ndarray, scale: int, groups: tuple[str, ...]) -> np.ndarray:
    """Returns (memberCount, rowCount, 4) logits of each member's own rows, shown these groups where the window has them."""
    window_rows = np.maximum(rows, 0)
    is_shown = windows.presence[scale][window_rows][..., : len(SENSOR_GROUPS)] * np.isin(SENSOR_GROUPS, groups)
    # A window that has none of them is shown as if it had the first: zeros, the person's usual level.
    is_shown[is_shown.sum(axis=-1) == 0, SENSOR_GROUPS.index(groups[0])] = 1
    patterns = subset_index(is_shown) + scale * (2 ** len(SENSOR_GROUPS) - 1)
    table_rows = window_rows + scale * len(windows.labels)
    padding = -rows.shape[1] % EVALUATION_ROW_COUNT
    inputs = [np.pad(part, ((0, 0), (0, padding))).T.astype(np.int32) for part in (table_rows, patterns)]
    return np.moveaxis(_predict(trainee, inputs), 1, 0)[:, : rows.shape[1]]


def _predict(trainee: Trainee, inputs: list[np.ndarray]) -> np.ndarray:
    batches = []
    for first in range(0, len(inputs[0]), EVALUATION_ROW_COUNT):
        logits = trainee([part[first : first + EVALUATION_ROW_COUNT] for part in inputs], training=False)
        batches.append(np.moveaxis(ops.convert_to_numpy(logits), 0, 1))
    return np.concatenate(batches)


def inner_folds(people: np.ndarray) -> list[tuple[int, ...]]:
    """Returns the training people in INNER_FOLD_COUNT groups, every third in one."""
    return [tuple(int(person) for person in people[first::INNER_FOLD_COUNT]) for first in range(INNER_FOLD_COUNT)]


def in_batches(members: list[Member], folder: Path, name: str, member_count: int):
    """Yields batches of members, each with the file that its result is kept in."""
    for first in range(0, len(members), member_count):
        yield members[first : first + member_count], folder / f"{name}-{first:04d}.npz"


def choose_settings(windows: StressWindows, folder: Path, step_count: int, member_count: int) -> dict[int | None, list[Setting]]:
    """Returns for each person left out, and for None, every expert's setting, chosen on people inside the training people alone."""
    people = [int(person) for person in np.unique(windows.people)]
    outer: list[int | None] = [*people, None]
    members, owners = [], []
    for person in outer:
        rest = np.array([other for other in people if other != person])
        for fold in inner_folds(rest):
            left_out = fold if person is None else (*fold, person)
            for expert in range(len(EXPERTS)):
                for index, setting in enumerate(SETTINGS):
                    members.append(Member(expert, False, left_out, setting, seed=100))
                    owners.append((outer.index(person), expert, index, fold))
    points: list[float] = []
    for batch, path in in_batches(members, folder, "inner", member_count):
        if not path.exists():
            trainee = train_members(windows, batch, step_count)
            folds = [fold for *_, fold in owners[len(points) : len(points) + len(batch)]]
            save_checkpoint(path, {"points": [inner_points(trainee, windows, batch, folds)]}, {})
            print(f"{path.stem}: {len(batch)} members", flush=True)
        points.extend(load_checkpoint(path)[0]["points"][0])
    sums = np.zeros((len(outer), len(EXPERTS), len(SETTINGS)))
    counts = np.zeros_like(sums)
    for (*owner, fold), point in zip(owners, points, strict=True):
        sums[tuple(owner)] += point * len(fold)
        counts[tuple(owner)] += len(fold)
    means = sums / counts
    save_checkpoint(folder / "inner.npz", {"macroF1": [means]}, {})
    return {
        person: [SETTINGS[index] for index in means[row].argmax(axis=1)]
        for row, person in enumerate(outer)
    }


def inner_points(trainee: Trainee, windows: StressWindows, members: list[Member], folds: list[tuple[int, ...]]) -> np.ndarray:
    """Returns (memberCount,) the mean macro F1 over CHOSEN_QUESTIONS on each member's inner people."""
    rows = rows_of_people(windows, folds)
    points = np.zeros(len(folds))
    logits = [logits_of(trainee, windows, rows, scale, DEPLOYMENTS[CHOSEN_BY[sensors]]) for sensors, scale in EXPERTS]
    for index, (member, row) in enumerate(zip(members, rows, strict=True)):
        scored = row[(row >= 0) & windows.is_scored[EXPERTS[member.expert][1]][row]]
        own = logits[member.expert][index][np.isin(row, scored) & (row >= 0)]
        for question in CHOSEN_QUESTIONS:
            _, f1s = figures_of(own, windows.labels[scored], windows.people[scored], question)
            points[index] += f1s.mean() / len(CHOSEN_QUESTIONS)
    return points


def train_folds(
    windows: StressWindows, chosen: dict[int | None, list[Setting]], folder: Path, step_count: int, member_count: int
) -> None:
    """Trains with each person left out, three and four classes, every expert and seed; writes the logits of the person left out."""
    members = [
        Member(expert, has_meditation, (person,), settings[expert], seed)
        for has_meditation in (False, True)
        for expert in range(len(EXPERTS))
        for person, settings in chosen.items()
        if person is not None
        for seed in range(SEED_COUNT)
    ]
    shape = (2, SEED_COUNT, 2, len(DEPLOYMENTS), len(windows.labels), len(LABELS))
    logits = np.full(shape, np.nan, np.float16)
    for batch, path in in_batches(members, folder, "folds", member_count):
        rows = rows_of_people(windows, [member.left_out for member in batch])
        if not path.exists():
            trainee = train_members(windows, batch, step_count)
            found = [
                [logits_of(trainee, windows, rows, scale, groups) for groups in DEPLOYMENTS.values()] for scale in (AFTER, LIVE)
            ]
            save_checkpoint(path, {"logits": [np.array(found, np.float16)]}, {})
            print(f"{path.stem}: {len(batch)} members", flush=True)
        found = load_checkpoint(path)[0]["logits"][0]
        for index, member in enumerate(batch):
            own = rows[index][rows[index] >= 0]
            sensors, scale = EXPERTS[member.expert]
            for position, groups in enumerate(DEPLOYMENTS.values()):
                if SENSOR_EXPERTS[int(experts_of(np.isin(GROUPS, groups).astype(int)))] == sensors:
                    logits[int(member.has_meditation), member.seed, scale, position, own] = found[scale, position, index, : len(own)]
    save_checkpoint(folder / "folds.npz", {"logits": [logits]}, {"deployments": list(DEPLOYMENTS)})


def train_released(windows: StressWindows, settings: list[Setting], folder: Path, step_count: int) -> None:
    """Trains the networks that ship on everybody; writes their weights, an expert's seeds side by side."""
    path = folder / "released.npz"
    if path.exists():
        return
    members = [Member(expert, True, (), settings[expert], seed) for expert in range(len(EXPERTS)) for seed in range(SEED_COUNT)]
    weights = train_members(windows, members, step_count).network.trainable_weights
    save_checkpoint(path, {"weights": [ops.convert_to_numpy(weight) for weight in weights]}, {"names": [weight.name for weight in weights]})
    print(f"{path.stem}: {len(members)} members", flush=True)


def train(data: Path, folder: Path, step_count: int, member_count: int) -> None:
    """Does the whole; every file in folder that is there already is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "windows.npz").exists():
        save_windows(read_windows(data), folder / "windows.npz")
    windows = load_windows(folder / "windows.npz")
    chosen = choose_settings(windows, folder, step_count, member_count)
    for person, settings in chosen.items():
        print("Everybody:" if person is None else f"Without person {person + 1}:", settings, flush=True)
    train_folds(windows, chosen, folder, step_count, member_count)
    train_released(windows, chosen[None], folder, step_count)


def main() -> None:
    """Reads the command line and trains."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default="v2", help="name of the run in the cache; another name starts afresh")
    parser.add_argument("--steps", type=int, default=STEP_COUNT, help="batches that each network is trained on")
    parser.add_argument("--together", type=int, default=50, help="networks that train side by side")
    options = parser.parse_args()
    train(data_dir(options.data), cache_dir(MODEL_ID) / options.run, options.steps, options.together)


if __name__ == "__main__":
    main()
