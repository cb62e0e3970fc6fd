"""The two networks of the shared space, each ending in a unit vector of 128 numbers: state fusion and song tower."""

from __future__ import annotations

import math
from dataclasses import dataclass

import keras
import numpy as np
from keras import layers, ops

from training.song_space.song_inputs import FEATURES, GENRE_FAMILIES, TOKEN_BUCKETS
from training.song_space.templates import ACTIVITIES, EMOTIONS, STRESS

DIMS = 128
FUSION_INPUT_SIZES = {
    "emotion": len(EMOTIONS),
    "stress": len(STRESS),
    "activity": len(ACTIVITIES),
    "word": 2,
    "presence": 4,
}
TOWER_INPUT_SIZES = {
    "features": len(FEATURES),
    "featureMask": len(FEATURES),
    "family": len(GENRE_FAMILIES),
    "genreTokens": TOKEN_BUCKETS,
    "titleTokens": TOKEN_BUCKETS,
}

# Natural logarithms of these, because a step up is a ratio: twice the tempo is as far from the tempo as half.
LOG_FEATURES = ("tempoBpm", "durationMs")
# Features that go in as a point of a circle: the tempo's octave, and the key on the circle of fifths.
CIRCLES = {"tempoBpm": 2 * math.pi / math.log(2), "key": 2 * math.pi * 7 / 12}
NORM_FLOOR = 1e-12


@dataclass(frozen=True)
class FeatureScale:
    """Mean and standard deviation of each feature (featureCount,) over the songs that have it, logarithms taken."""

    mean: np.ndarray
    deviation: np.ndarray


def feature_scale(features: np.ndarray, mask: np.ndarray) -> FeatureScale:
    """Returns the scale of features (songCount, featureCount) where the mask is 1."""
    values = features.astype(np.float64).copy()
    for name in LOG_FEATURES:
        place = FEATURES.index(name)
        values[:, place] = np.log(np.maximum(values[:, place], 1))
    count = np.maximum(mask.sum(0), 1)
    mean = (values * mask).sum(0) / count
    deviation = np.sqrt((np.square(values - mean) * mask).sum(0) / count)
    return FeatureScale(mean.astype(np.float32), np.maximum(deviation, 1e-6).astype(np.float32))


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
            columns.append(ops.clip(scored, -4.0, 4.0) * present)
        return ops.concatenate([*columns, *circles, mask], axis=-1)

    def get_config(self):
        return {**super().get_config(), "mean": self.mean, "deviation": self.deviation}


@keras.saving.register_keras_serializable("attune")
class TokenBag(layers.Layer):
    """Adds up a learned row for each token of a song, divided by the root of one more than their number.

    A plain sum would make long lists loud, a mean one genre as loud as six. Takes either (songCount, 1024) with 1 in each
    token's bucket, as the exported graph does, or (songCount, tokenCount) bucket numbers with -1 where there is none,
    which trains much faster.
    """

    def __init__(self, units: int, **options):
        super().__init__(**options)
        self.units = units

    def build(self, _shape):
        self.kernel = self.add_weight(shape=(TOKEN_BUCKETS, self.units), initializer="glorot_uniform", name="kernel")

    def call(self, tokens):
        if keras.backend.is_int_dtype(tokens.dtype):
            present = ops.cast(tokens >= 0, "float32")
            summed = ops.sum(ops.take(self.kernel, ops.maximum(tokens, 0), axis=0) * present[..., None], axis=1)
            return summed * ops.rsqrt(ops.sum(present, axis=-1, keepdims=True) + 1.0)
        return ops.matmul(tokens, self.kernel) * ops.rsqrt(ops.sum(tokens, axis=-1, keepdims=True) + 1.0)

    def compute_output_shape(self, shape):
        return (shape[0], self.units)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


@dataclass(frozen=True)
class SongTower:
    """One network with two doors. model: TOWER_INPUT_SIZES in, unit songVector (songCount, 128) out; what is exported.
    by_bucket: the same weights, with the tokens as lists of bucket numbers; what is trained."""

    model: keras.Model
    by_bucket: keras.Model


def build_song_tower(scale: FeatureScale, width: int = 192, dropout: float = 0.1) -> SongTower:
    """Returns the song tower for features of this scale."""
    scaled = ScaledFeatures(scale.mean, scale.deviation, name="scaledFeatures")
    bags = {"genreTokens": TokenBag(64, name="genres"), "titleTokens": TokenBag(24, name="titles")}
    first, second = (layers.Dense(width, activation="relu", name=name) for name in ("hidden1", "hidden2"))
    place, unit, drop = layers.Dense(DIMS, name="place"), UnitLength(name="songVector"), layers.Dropout(dropout)

    def connect(inputs: dict[str, keras.KerasTensor], name: str) -> keras.Model:
        tokens = [drop(bag(inputs[key])) for key, bag in bags.items()]
        joined = layers.Concatenate()([scaled([inputs["features"], inputs["featureMask"]]), inputs["family"], *tokens])
        hidden = second(drop(first(joined)))
        # The straight way keeps what is linear in the inputs, most of what listeners' tags can be told from, easy to learn.
        return keras.Model(list(inputs.values()), unit(place(layers.Concatenate()([hidden, joined]))), name=name)

    exported = {name: keras.Input((size,), name=name) for name, size in TOWER_INPUT_SIZES.items()}
    trained = {
        name: keras.Input((None,), dtype="int32", name=name) if name in bags else keras.Input((size,), name=name)
        for name, size in TOWER_INPUT_SIZES.items()
    }
    return SongTower(connect(exported, "song_tower"), connect(trained, "song_tower_by_bucket"))


def build_state_fusion(width: int = 128) -> keras.Model:
    """Returns the state fusion: FUSION_INPUT_SIZES in, unit stateVector (stateCount, 128) out.

    Each modality has an encoder whose output is multiplied by its presence, so that what is absent says nothing and
    what is unsure says little.
    """
    inputs = {name: keras.Input((size,), name=name) for name, size in FUSION_INPUT_SIZES.items()}
    presence = inputs["presence"]
    gated = []
    for place, name in enumerate(("emotion", "stress", "activity", "word")):
        encoded = layers.Dense(48, activation="relu", name=f"{name}1")(inputs[name])
        encoded = layers.Dense(48, activation="relu", name=f"{name}2")(encoded)
        gated.append(layers.Multiply(name=f"{name}Gate")([encoded, presence[:, place : place + 1]]))
    hidden = layers.Dense(width, activation="relu", name="hidden1")(layers.Concatenate()([*gated, presence]))
    hidden = layers.Dense(width, activation="relu", name="hidden2")(hidden)
    return keras.Model(
        list(inputs.values()),
        UnitLength(name="stateVector")(layers.Dense(DIMS, name="place")(hidden)),
        name="state_fusion",
    )
