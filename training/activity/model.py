"""The activity network: two convolutional blocks, an unrolled LSTM over 32 steps, a dense layer."""

from __future__ import annotations

import keras
from keras import layers, ops

WINDOW_SAMPLE_COUNT = 128
CHANNEL_COUNT = 6
LABEL_COUNT = 7

# Rotation rates of walking people reach several rad/s, accelerations about one g: brought to one size inside the graph.
GYRO_SCALE = 0.5
# The noise of a phone's sensors, squared: in g^2 and (rad/s)^2.
SMALLEST_VARIANCE = 1e-6


def _block(x, channel_count: int, dropout: float):
    for _ in range(2):
        x = layers.Conv1D(channel_count, 5, padding="same", use_bias=False, kernel_initializer="he_normal")(x)
        x = layers.BatchNormalization(momentum=0.95)(x)
        x = layers.Activation("relu")(x)
    x = layers.MaxPooling1D(2)(x)
    return layers.SpatialDropout1D(dropout)(x)


def build_network(channel_counts: tuple[int, int] = (32, 64), lstm_unit_count: int = 64, dropout: float = 0.2) -> keras.Model:
    """Builds the network with logits (batchSize, 7) as its output.

    Inputs: "window" (batchSize, 128, 6) acceleration in g and rotation rate in rad/s, and "presence" (batchSize, 2), as the
    activity contract describes them. Presence runs beside the signal as two constant channels.
    """
    window = keras.Input((WINDOW_SAMPLE_COUNT, CHANNEL_COUNT), name="window")
    presence = keras.Input((2,), name="presence")
    # Movement and posture part here: with gravity in the convolutions the network learns people's postures by heart.
    posture = ops.mean(window, axis=1)
    movement = window - ops.expand_dims(posture, 1)
    # How quietly somebody keeps spans from a thousandth to a whole g.
    quietness = 0.5 * ops.log(ops.mean(ops.square(movement), axis=1) + SMALLEST_VARIANCE)
    scaled = movement * ops.convert_to_tensor([1.0, 1.0, 1.0, GYRO_SCALE, GYRO_SCALE, GYRO_SCALE])
    known = layers.RepeatVector(WINDOW_SAMPLE_COUNT)(presence)
    x = layers.Concatenate()([scaled, known])
    for channel_count in channel_counts:
        x = _block(x, channel_count, dropout)
    x = layers.LSTM(lstm_unit_count, unroll=True)(x)
    x = layers.Dropout(dropout)(x)
    x = layers.Concatenate()([x, posture, quietness, presence])
    x = layers.Dense(64, activation="relu")(x)
    x = layers.Dropout(dropout)(x)
    logits = layers.Dense(LABEL_COUNT)(x)
    return keras.Model([window, presence], logits)


def with_temperature(network: keras.Model, temperature: float) -> keras.Model:
    """Returns the network as it ships: one output "scores", softmax of the logits over the calibration temperature."""
    scores = layers.Softmax(name="scores")(network.output / temperature)
    return keras.Model(network.inputs, {"scores": scores})
