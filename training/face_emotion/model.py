"""The expression network: a small residual CNN over one grey face."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import layers

# Grey levels are centred and scaled inside the graph, so that the app feeds plain pixels.
PIXEL_MEAN = 128.0
PIXEL_SCALE = 64.0

FACE_SIZE_PX = 48
EXPRESSION_COUNT = 7
FERPLUS_CLASS_COUNT = 9


@keras.saving.register_keras_serializable(package="attune")
class FusedBatchNormalization(layers.Layer):
    """Batch normalisation through TensorFlow's fused kernel, several times faster on a CPU than Keras' own.

    Input and output (batchSize, height, width, channelCount); statistics stay float32 under mixed precision.
    """

    def __init__(self, momentum: float = 0.95, epsilon: float = 1e-3, **kwargs):
        super().__init__(**kwargs)
        self.momentum = momentum
        self.epsilon = epsilon

    def build(self, input_shape):
        channel_count = input_shape[-1]
        for name, initial, is_trained in (
            ("gamma", "ones", True),
            ("beta", "zeros", True),
            ("moving_mean", "zeros", False),
            ("moving_variance", "ones", False),
        ):
            variable = self.add_weight(
                name=name, shape=(channel_count,), initializer=initial, trainable=is_trained, autocast=False
            )
            setattr(self, name, variable)

    def call(self, x, training=False):
        if not training:
            scale = self.gamma.value * tf.math.rsqrt(self.moving_variance.value + self.epsilon)
            offset = self.beta.value - self.moving_mean.value * scale
            return x * tf.cast(scale, x.dtype) + tf.cast(offset, x.dtype)
        normalised, mean, variance = tf.compat.v1.nn.fused_batch_norm(
            x, self.gamma.value, self.beta.value, epsilon=self.epsilon, is_training=True
        )
        self.moving_mean.assign(self.moving_mean * self.momentum + mean * (1 - self.momentum))
        self.moving_variance.assign(self.moving_variance * self.momentum + variance * (1 - self.momentum))
        return normalised

    def get_config(self):
        return {**super().get_config(), "momentum": self.momentum, "epsilon": self.epsilon}


def _conv(x, channel_count: int, kernel_size: int = 3, strides: int = 1, is_active: bool = True):
    x = layers.Conv2D(
        channel_count, kernel_size, strides, padding="same", use_bias=False, kernel_initializer="he_normal"
    )(x)
    x = FusedBatchNormalization()(x)
    return layers.Activation("relu")(x) if is_active else x


def _residual(x, channel_count: int):
    inner = _conv(_conv(x, channel_count), channel_count, is_active=False)
    return layers.Activation("relu")(layers.Add()([x, inner]))


def build_network(
    stem_channel_count: int = 16,
    stage_channel_counts: tuple[int, ...] = (48, 96, 192),
    residual_counts: tuple[int, ...] = (1, 1, 1),
    dropout: float = 0.3,
) -> keras.Model:
    """Builds the network that is trained: fully convolutional, so that it takes faces of any size.

    Input: "face" (batchSize, heightPx, widthPx, 1) float32 grey levels, 0 to 255. Outputs: "logits"
    (batchSize, 7) for the official labels, and "ferplusLogits" (batchSize, 9) for the raters' votes, which only
    steer the training.
    """
    face = layers.Input((None, None, 1), name="face", dtype="float32")
    x = layers.Rescaling(1 / PIXEL_SCALE, -PIXEL_MEAN / PIXEL_SCALE, name="normalise")(face)
    x = _conv(x, stem_channel_count)
    for channel_count, residual_count in zip(stage_channel_counts, residual_counts, strict=True):
        x = _conv(x, channel_count, strides=2)
        for _ in range(residual_count):
            x = _residual(x, channel_count)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(dropout)(x)
    logits = layers.Dense(EXPRESSION_COUNT, dtype="float32", name="logits")(x)
    ferplus_logits = layers.Dense(FERPLUS_CLASS_COUNT, dtype="float32", name="ferplusLogits")(x)
    return keras.Model(face, {"logits": logits, "ferplusLogits": ferplus_logits}, name="face_emotion")
