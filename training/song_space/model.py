"""The two networks of the shared space, each ending in a unit vector of 128 numbers: state fusion and song tower.

A song's vector is three blocks, each of a fixed length: what listeners would say of its mood, how it sounds, what it is kin to. A
state's vector is free, so a state decides by where it points how much each block counts: a word leans on the mood, a run on the sound.
"""

from __future__ import annotations

import json
import math

import keras
from keras import layers, ops

from training.paths import contract_path
from training.song_space.feature_scale import LOG_FEATURES, SCORE_LIMIT, FeatureScale
from training.song_space.song_inputs import (
    FEATURES,
    GENRE_BUCKETS,
    GENRE_FAMILIES,
    MAX_GENRE_TOKENS,
    MAX_TITLE_TOKENS,
    TITLE_BUCKETS,
)
from training.song_space.templates import ACTIVITIES, EMOTIONS, STRESS

FUSION_INPUT_SIZES = {
    "emotion": len(EMOTIONS),
    "stress": len(STRESS),
    "activity": len(ACTIVITIES),
    "heartRate": 1,
    "cadence": 1,
    "word": 2,
    "presence": 6,
}
TOWER_INPUT_SIZES = {
    "features": len(FEATURES),
    "featureMask": len(FEATURES),
    "family": len(GENRE_FAMILIES),
    "genreTokens": MAX_GENRE_TOKENS,
    "titleTokens": MAX_TITLE_TOKENS,
}
# The blocks of the song vector by name, with their places and shares of the squared length.
BLOCKS: dict[str, dict] = json.loads(contract_path("song-tower").read_text())["blocks"]
DIMS = sum(block["size"] for block in BLOCKS.values())

# Features that go in as a point of a circle: the tempo's octave, and the key on the circle of fifths.
CIRCLES = {"tempoBpm": 2 * math.pi / math.log(2), "key": 2 * math.pi * 7 / 12}
NORM_FLOOR = 1e-12
# Which places of the presence speak of the mood (expression, stress, word) and which of the body (activity, heart rate, cadence).
MOOD_SIDE, BODY_SIDE = (1.0, 1.0, 0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 1.0, 1.0, 1.0, 0.0)
# From this confidence on a side counts in full.
KNOWN_CONFIDENCE = 0.5
# How much the body counts beside a known mood. A sensed activity is a guess of what the listener wants to hear; a named one is a wish.
SENSED_BODY_SHARE, NAMED_BODY_SHARE, NAMED_CONFIDENCE = 0.1, 0.5, 0.9
# Steps a minute in the middle of walking and running.
MIDDLE_CADENCE_LOG = math.log(135)


@keras.saving.register_keras_serializable("attune")
class UnitLength(layers.Layer):
    """Scales each row to length 1."""

    def call(self, rows):
        return rows * ops.rsqrt(ops.sum(ops.square(rows), axis=-1, keepdims=True) + NORM_FLOOR)


@keras.saving.register_keras_serializable("attune")
class ScaledFeatures(layers.Layer):
    """Turns raw features and their mask into standard scores, points on circles and the mask itself; what is absent is 0."""

    def __init__(self, mean, deviation, **options):
        super().__init__(**options)
        self.mean, self.deviation = [float(v) for v in mean], [float(v) for v in deviation]

    def call(self, inputs):
        features, mask = inputs
        columns, circles = [], []
        for place, name in enumerate(FEATURES):
            column = features[:, place : place + 1]
            present = mask[:, place : place + 1]
            if name in LOG_FEATURES:
                column = ops.log(ops.maximum(column, 1.0))
            if name in CIRCLES:
                angle = column * CIRCLES[name]
                circles += [ops.sin(angle) * present, ops.cos(angle) * present]
            scored = (column - self.mean[place]) * (1 / self.deviation[place])
            columns.append(ops.clip(scored, -SCORE_LIMIT, SCORE_LIMIT) * present)
        return ops.concatenate([*columns, *circles, mask], axis=-1)

    def compute_output_shape(self, shapes):
        return (shapes[0][0], 2 * len(FEATURES) + 2 * len(CIRCLES))

    def get_config(self):
        return {**super().get_config(), "mean": self.mean, "deviation": self.deviation}


@keras.saving.register_keras_serializable("attune")
class TokenBag(layers.Layer):
    """Adds up a learned row for each token of a song, divided by the root of one more than their number.

    A plain sum would make long lists loud, a mean one genre as loud as six. Takes (songCount, tokenCount) bucket numbers as
    floats, -1 where there is none.
    """

    def __init__(self, bucket_count: int, units: int, **options):
        super().__init__(**options)
        self.bucket_count, self.units = bucket_count, units

    def build(self, _shape):
        start = keras.initializers.RandomNormal(stddev=0.1)
        self.kernel = self.add_weight(shape=(self.bucket_count, self.units), initializer=start, name="kernel")

    def call(self, tokens):
        present = ops.cast(tokens >= 0, "float32")
        rows = ops.take(self.kernel, ops.cast(ops.maximum(tokens, 0), "int32"), axis=0)
        summed = ops.sum(rows * ops.expand_dims(present, -1), axis=1)
        return summed * ops.rsqrt(ops.sum(present, axis=-1, keepdims=True) + 1.0)

    def compute_output_shape(self, shape):
        return (shape[0], self.units)

    def get_config(self):
        return {**super().get_config(), "bucket_count": self.bucket_count, "units": self.units}


@keras.saving.register_keras_serializable("attune")
class Scaled(layers.Layer):
    """Multiplies by a constant."""

    def __init__(self, factor: float, **options):
        super().__init__(**options)
        self.factor = float(factor)

    def call(self, rows):
        return rows * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


def build_song_tower(scale: FeatureScale, width: int = 256, dropout: float = 0.1) -> keras.Model:
    """Returns the song tower for features of this scale: TOWER_INPUT_SIZES in, unit songVector (songCount, 128) out."""
    inputs = {name: keras.Input((size,), name=name) for name, size in TOWER_INPUT_SIZES.items()}
    drop = layers.Dropout(dropout)
    tokens = [
        drop(TokenBag(GENRE_BUCKETS, 48, name="genres")(inputs["genreTokens"])),
        drop(TokenBag(TITLE_BUCKETS, 32, name="titles")(inputs["titleTokens"])),
    ]
    scaled = ScaledFeatures(scale.mean, scale.deviation, name="scaledFeatures")
    joined = layers.Concatenate()([scaled([inputs["features"], inputs["featureMask"]]), inputs["family"], *tokens])
    hidden = drop(layers.Dense(width, activation="relu", name="hidden1")(joined))
    hidden = layers.Dense(width, activation="relu", name="hidden2")(hidden)
    # The straight way keeps what is linear in the inputs, most of what listeners' tags can be told from, easy to learn.
    together = layers.Concatenate()([hidden, joined])
    blocks = [
        Scaled(math.sqrt(block["share"]), name=f"{name}Share")(
            UnitLength(name=f"{name}Direction")(layers.Dense(block["size"], name=name)(together))
        )
        for name, block in BLOCKS.items()
    ]
    return keras.Model(list(inputs.values()), layers.Concatenate(name="songVector")(blocks), name="song_tower")


@keras.saving.register_keras_serializable("attune")
class BodySignals(layers.Layer):
    """Turns the heart's rate over rest and the steps a minute into numbers about 0, the steps as a point of the tempo's circle too."""

    def call(self, inputs):
        heart_rate, cadence = inputs
        logarithm = ops.log(ops.maximum(cadence, 1.0))
        angle = logarithm * CIRCLES["tempoBpm"]
        steps = [2.0 * (logarithm - MIDDLE_CADENCE_LOG), ops.sin(angle), ops.cos(angle), ops.sin(2 * angle), ops.cos(2 * angle)]
        return (heart_rate - 1.2) * 2.0, ops.concatenate(steps, axis=-1)

    def compute_output_shape(self, shapes):
        return shapes[0], (shapes[1][0], 5)


def build_fusion_core(width: int = 160) -> keras.Model:
    """Returns the network that state fusion asks, once for the mood and once for the body: FUSION_INPUT_SIZES in, unit vector out.

    Each modality has an encoder whose output is multiplied by its presence, so that what is absent says nothing and
    what is unsure says little. The listener's own word of the mood silences the expression and the stress, which would speak of
    the same thing: it outranks them whatever they say.
    """
    inputs = {name: keras.Input((size,), name=name) for name, size in FUSION_INPUT_SIZES.items()}
    presence, names = inputs["presence"], [name for name in FUSION_INPUT_SIZES if name != "presence"]
    place_of = {name: place for place, name in enumerate(names)}
    wordless = 1.0 - presence[:, place_of["word"] : place_of["word"] + 1]
    heart_rate, cadence = BodySignals(name="bodySignals")([inputs["heartRate"], inputs["cadence"]])
    gated, shown = [], []
    for name in names:
        signal = {"heartRate": heart_rate, "cadence": cadence}.get(name, inputs[name])
        place = place_of[name]
        gate = presence[:, place : place + 1]
        if name in ("emotion", "stress"):
            gate = gate * wordless
        encoded = layers.Dense(48, activation="relu", name=f"{name}1")(signal)
        encoded = layers.Dense(48, activation="relu", name=f"{name}2")(encoded)
        gated.append(layers.Multiply(name=f"{name}Gate")([encoded, gate]))
        shown.append(gate)
    hidden = layers.Dense(width, activation="relu", name="hidden1")(layers.Concatenate()([*gated, *shown]))
    hidden = layers.Dense(width, activation="relu", name="hidden2")(hidden)
    return keras.Model(
        list(inputs.values()), UnitLength(name="direction")(layers.Dense(DIMS, name="place")(hidden)), name="fusion_core"
    )


@keras.saving.register_keras_serializable("attune")
class SideShares(layers.Layer):
    """From the presence (stateCount, 6): the mood's and the body's alone, and how much the direction of each counts (stateCount, 1)."""

    def call(self, presence):
        mood, body = (presence * ops.convert_to_tensor([side], "float32") for side in (MOOD_SIDE, BODY_SIDE))
        knows_mood, knows_body = (
            ops.minimum(ops.max(side, axis=1, keepdims=True) / KNOWN_CONFIDENCE, 1.0) for side in (mood, body)
        )
        named = ops.relu(presence[:, 2:3] - NAMED_CONFIDENCE) / (1 - NAMED_CONFIDENCE)
        beside = SENSED_BODY_SHARE + (NAMED_BODY_SHARE - SENSED_BODY_SHARE) * named
        return mood, body, knows_mood, 1.0 - knows_mood + knows_mood * knows_body * beside

    def compute_output_shape(self, shape):
        return shape, shape, (shape[0], 1), (shape[0], 1)


def build_state_fusion(core: keras.Model) -> keras.Model:
    """Returns the state fusion: FUSION_INPUT_SIZES in, unit stateVector (stateCount, 128) out.

    The mood's signals and the body's each ask the core for their place, and the state is the sum of both directions: beside a
    known mood the body counts for little where it was only sensed, and half where the listener named the activity; without a
    mood it decides alone.
    """
    inputs = {name: keras.Input((size,), name=name) for name, size in FUSION_INPUT_SIZES.items()}
    mood, body, mood_share, body_share = SideShares(name="sideShares")(inputs["presence"])
    signals = [inputs[name] for name in FUSION_INPUT_SIZES if name != "presence"]
    total = core([*signals, mood]) * mood_share + core([*signals, body]) * body_share
    return keras.Model(list(inputs.values()), UnitLength(name="stateVector")(total), name="state_fusion")
