"""The stress network: LSTMs over twenty steps of three seconds, beside what the window's channels do as a whole.

Several networks of one shape ("members") are held as one, each weight with the member as its first axis, so that all folds
and seeds of an evaluation train at once, and a few seeds ship as one graph. Keras alone, so it runs on any of its backends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import keras
import numpy as np
from keras import layers, ops

from training.stress.data import AFTER, CHANNELS, GROUPS, LABELS, LENGTH_SEC, LIVE
from training.signal.slice_windows import GROUP_CHANNELS

# Skin and heart change over many seconds: three at a time lose nothing and cost a third.
STEP_SEC = 3
STEP_COUNT = LENGTH_SEC // STEP_SEC
UNIT_COUNT = 24
HIDDEN_COUNT = 32
SUMMARY_COUNT = 5

# Networks share the work by what a window has (any skin sensor, else motion, else the heart alone) and by where its scale comes from:
# one for all leans on the skin and leaves the others behind. In the order that experts_of counts them in.
SENSOR_EXPERTS = ("skin", "motion", "heart")
EXPERTS = tuple((sensors, scale) for scale in (AFTER, LIVE) for sensors in SENSOR_EXPERTS)

# (groupCount, channelCount): which channels a group speaks of.
CHANNELS_OF_GROUP = np.array([[name in GROUP_CHANNELS[group] for name in CHANNELS] for group in GROUPS], np.float32)


def pool_steps(windows: np.ndarray) -> np.ndarray:
    """Returns (..., 20, channelCount): means of three seconds, as the exported graph takes them."""
    return windows.reshape(*windows.shape[:-2], STEP_COUNT, STEP_SEC, windows.shape[-1]).mean(axis=-2)


class StressMembers(layers.Layer):
    """The weights of memberCount networks, and their logits. dropout: (memberCount,) the share of features dropped in training."""

    def __init__(self, member_count: int, dropout: np.ndarray | None = None, seed: int = 0, **options):
        super().__init__(**options)
        self.member_count = member_count
        self.dropout = np.zeros(member_count, np.float32) if dropout is None else np.asarray(dropout, np.float32)
        self.seeds = keras.random.SeedGenerator(seed)
        self.parts: dict[str, keras.Variable] = {}

    def build(self, *_shapes):
        step_size = len(CHANNELS) + len(GROUPS)
        summary_size = SUMMARY_COUNT * len(CHANNELS) + len(GROUPS)
        self._add_kernel("step_kernel", step_size, 4 * UNIT_COUNT)
        self._add_kernel("state_kernel", UNIT_COUNT, 4 * UNIT_COUNT)
        self._add_bias("state_bias", 4 * UNIT_COUNT)
        self._add_kernel("hidden_kernel", UNIT_COUNT + summary_size, HIDDEN_COUNT)
        self._add_bias("hidden_bias", HIDDEN_COUNT)
        self._add_kernel("logit_kernel", HIDDEN_COUNT, len(LABELS))
        self._add_kernel("summary_kernel", summary_size, len(LABELS), 0.1)
        self._add_bias("logit_bias", len(LABELS))

    def _add_kernel(self, name: str, input_size: int, output_size: int, scale: float = 1.0):
        spread = scale * np.sqrt(2 / (input_size + output_size))
        self.parts[name] = self.add_weight(
            shape=(self.member_count, input_size, output_size),
            initializer=keras.initializers.RandomNormal(stddev=spread, seed=self.seeds),
            name=name,
        )

    def _add_bias(self, name: str, size: int):
        self.parts[name] = self.add_weight(shape=(self.member_count, 1, size), initializer="zeros", name=name)

    def call(self, steps, presence, training=False):
        """Returns logits (memberCount, rowCount, 4) of steps (memberCount, rowCount, 20, channelCount) and their presence."""
        return logits_of_members(self.parts, steps, presence, self._dropped if training else lambda values: values)

    def _dropped(self, values):
        kept = 1 - self.dropout.reshape(-1, 1, 1)
        noise = keras.random.uniform(ops.shape(values), seed=self.seeds)
        return values * ops.cast(noise < kept, "float32") / kept


def logits_of_members(parts: Mapping, steps, presence, dropped: Callable):
    """Returns logits (memberCount, rowCount, 4) by weights with the member as first axis; dropped: what training does to features.

    steps: (memberCount, rowCount, 20, channelCount). presence: (memberCount, rowCount, groupCount).
    """
    signal = steps * ops.expand_dims(ops.matmul(presence, CHANNELS_OF_GROUP), 2)
    slope_weights = np.linspace(-3, 3, STEP_COUNT, dtype=np.float32).reshape(1, 1, STEP_COUNT, 1)
    mean = ops.mean(signal, axis=2)
    summary = dropped(
        ops.concatenate(
            [
                mean,
                ops.sqrt(ops.mean(ops.square(signal - ops.expand_dims(mean, 2)), axis=2) + 1e-6),
                ops.mean(signal * slope_weights, axis=2),
                ops.max(signal, axis=2),
                ops.min(signal, axis=2),
                presence,
            ],
            axis=-1,
        )
    )
    state = dropped(_mean_state(parts, signal, presence))
    hidden = ops.relu(ops.matmul(ops.concatenate([state, summary], axis=-1), parts["hidden_kernel"]) + parts["hidden_bias"])
    return ops.matmul(dropped(hidden), parts["logit_kernel"]) + ops.matmul(summary, parts["summary_kernel"]) + parts["logit_bias"]


def _mean_state(parts: Mapping, signal, presence):
    """Returns (memberCount, rowCount, UNIT_COUNT) the mean over the steps of the LSTM's states; unrolled, which TF.js needs."""
    state, cell, total = None, None, 0.0
    from_presence = ops.matmul(presence, parts["step_kernel"][:, len(CHANNELS) :]) + parts["state_bias"]
    for index in range(STEP_COUNT):
        gates = ops.matmul(signal[:, :, index], parts["step_kernel"][:, : len(CHANNELS)]) + from_presence
        if state is not None:
            gates = gates + ops.matmul(state, parts["state_kernel"])
        come, keep, new, go = (gates[..., k * UNIT_COUNT : (k + 1) * UNIT_COUNT] for k in range(4))
        come, go, new = ops.sigmoid(come), ops.sigmoid(go), ops.tanh(new)
        cell = come * new if cell is None else ops.sigmoid(keep + 1.0) * cell + come * new
        state = go * ops.tanh(cell)
        total = total + state
    return total / STEP_COUNT


def experts_of(presence: np.ndarray) -> np.ndarray:
    """Returns (...,) for presence (..., groupCount) the index into EXPERTS of the network that speaks."""
    has_skin = presence[..., GROUPS.index("eda")] + presence[..., GROUPS.index("skinTemp")] > 0
    has_motion = presence[..., GROUPS.index("accMotion")] > 0
    kind = np.where(has_skin, 0, np.where(has_motion, 1, 2))
    return kind + len(SENSOR_EXPERTS) * (presence[..., GROUPS.index("baseline")] > 0)


class StressExperts(layers.Layer):
    """Scores (rowCount, 4) of windows that all have the same sensors: the calibrated mean of the members of one expert.

    The first row's presence says which expert; only its members are run. members: those of EXPERTS[0] first, equally many of
    each. temperatures: (expertCount,).
    """

    def __init__(self, members: StressMembers, temperatures: np.ndarray, **options):
        super().__init__(**options)
        self.members = members
        self.temperatures = np.asarray(temperatures, np.float32)

    def call(self, window, presence):
        is_chosen = self._is_chosen(presence[:1])
        seed_count = self.members.member_count // len(EXPERTS)
        parts = {}
        for name, weights in self.members.parts.items():
            by_expert = ops.reshape(weights, (len(EXPERTS), -1))
            parts[name] = ops.reshape(ops.matmul(is_chosen, by_expert), (seed_count, *weights.shape[1:]))
        steps = ops.mean(ops.reshape(window, (-1, STEP_COUNT, STEP_SEC, len(CHANNELS))), axis=2)
        all_members = np.ones((seed_count, 1, 1), np.float32)
        logits = logits_of_members(
            parts, ops.expand_dims(steps, 0) * all_members[..., None], ops.expand_dims(presence, 0) * all_members, lambda values: values
        )
        return ops.softmax(ops.mean(logits, axis=0) / ops.matmul(is_chosen, self.temperatures[:, None]))

    def _is_chosen(self, presence):
        """Returns (1, expertCount) 1 for the expert that experts_of names, else 0."""
        share = {group: presence[:, index : index + 1] for index, group in enumerate(GROUPS)}
        has_skin = ops.maximum(share["eda"], share["skinTemp"])
        has_motion = (1 - has_skin) * share["accMotion"]
        sensors = ops.concatenate([has_skin, has_motion, 1 - has_skin - has_motion], axis=1)
        return ops.concatenate([sensors * (1 - share["baseline"]), sensors * share["baseline"]], axis=1)


def build_released(members: StressMembers, temperatures: np.ndarray) -> keras.Model:
    """Returns the network as it ships, with one output "scores"."""
    window = keras.Input((LENGTH_SEC, len(CHANNELS)), name="window")
    presence = keras.Input((len(GROUPS),), name="presence")
    return keras.Model([window, presence], {"scores": StressExperts(members, temperatures)(window, presence)})
