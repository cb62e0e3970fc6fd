"""The expression network: a small residual CNN over one grey face, and the larger one of the same kind that teaches it."""

from __future__ import annotations

from dataclasses import dataclass

import keras
from keras import layers, ops

FACE_SIZE_PX = 48
EXPRESSION_COUNT = 7
FERPLUS_CLASS_COUNT = 9

# Added to the variance of a face's grey levels: keeps an evenly grey picture from becoming loud noise.
MIN_GREY_VARIANCE = 25.0
NORM_EPSILON = 1e-3


@dataclass(frozen=True)
class NetworkSize:
    """Channels after the stem and in each stage, residual blocks in each stage (which halves the side), share of dropout."""

    stem_channel_count: int
    stage_channel_counts: tuple[int, ...]
    residual_counts: tuple[int, ...]
    dropout: float


# The released one: 0.86 million parameters, 60 million multiply-adds a face.
STUDENT = NetworkSize(16, (32, 64, 128), (1, 2, 2), dropout=0.1)
# Trained on an accelerator only, never released: 8 million parameters, 650 million multiply-adds.
TEACHER = NetworkSize(64, (96, 192, 384), (2, 2, 2), dropout=0.4)


def standardise(face):
    """Centres and scales each face's own grey levels inside the graph: the app feeds plain pixels, and light matters less."""
    centred = face - ops.mean(face, axis=(1, 2, 3), keepdims=True)
    variance = ops.mean(ops.square(centred), axis=(1, 2, 3), keepdims=True)
    return centred * ops.rsqrt(variance + MIN_GREY_VARIANCE)


def _conv(x, channel_count: int, strides: int = 1, is_active: bool = True):
    x = layers.Conv2D(channel_count, 3, strides, padding="same", use_bias=False, kernel_initializer="he_normal")(x)
    x = layers.BatchNormalization(momentum=0.9, epsilon=NORM_EPSILON)(x)
    return layers.Activation("relu")(x) if is_active else x


def _residual(x, channel_count: int):
    inner = _conv(_conv(x, channel_count), channel_count, is_active=False)
    return layers.Activation("relu")(layers.Add()([x, inner]))


def build_network(size: NetworkSize = STUDENT) -> keras.Model:
    """Builds the network that is trained, for any Keras backend.

    Input: "face" (batchSize, 48, 48, 1) float32 grey levels, 0 to 255. Outputs: "logits" (batchSize, 7) for the
    official labels, and "ferplusLogits" (batchSize, 9) for the raters' votes, which only steer the training.
    """
    face = layers.Input((FACE_SIZE_PX, FACE_SIZE_PX, 1), name="face", dtype="float32")
    x = _conv(standardise(face), size.stem_channel_count)
    for channel_count, residual_count in zip(size.stage_channel_counts, size.residual_counts, strict=True):
        x = _conv(x, channel_count, strides=2)
        for _ in range(residual_count):
            x = _residual(x, channel_count)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(size.dropout)(x)
    logits = layers.Dense(EXPRESSION_COUNT, dtype="float32", name="logits")(x)
    ferplus_logits = layers.Dense(FERPLUS_CLASS_COUNT, dtype="float32", name="ferplusLogits")(x)
    return keras.Model(face, {"logits": logits, "ferplusLogits": ferplus_logits}, name="face_emotion")
