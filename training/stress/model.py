"""The stress network: an LSTM over twenty steps of three seconds, beside the window's own mean, spread and restlessness."""

from __future__ import annotations

import keras
from keras import layers, ops

WINDOW_SEC = 60
CHANNEL_COUNT = 4
LABEL_COUNT = 4
# Skin and heart change over many seconds: three at a time lose nothing and cost a third.
STEP_SEC = 3


def build_network(lstm_unit_count: int = 32, dropout: float = 0.4, unroll: bool = True) -> keras.Model:
    """Builds the network with logits (batchSize, 4) as its output.

    Inputs: "window" (batchSize, 60, 4) after the personal scale, and "presence" (batchSize, 4), as the stress contract
    describes them. unroll: a graph of twenty copies of the cell, which TF.js needs; training goes without, with the same weights.
    """
    window = keras.Input((WINDOW_SEC, CHANNEL_COUNT), name="window")
    presence = keras.Input((CHANNEL_COUNT,), name="presence")
    there = layers.RepeatVector(WINDOW_SEC)(presence)
    signal = window * there
    steps = layers.AveragePooling1D(STEP_SEC)(layers.Concatenate()([signal, there]))
    states = layers.LSTM(lstm_unit_count, return_sequences=True, unroll=unroll)(steps)
    mean = ops.mean(signal, axis=1)
    spread = ops.mean(ops.abs(signal - ops.expand_dims(mean, 1)), axis=1)
    restlessness = ops.mean(ops.abs(signal[:, 1:] - signal[:, :-1]), axis=1)
    x = layers.Concatenate()([ops.mean(states, axis=1), mean, spread, restlessness, presence])
    x = layers.Dropout(dropout)(x)
    x = layers.Dense(32, activation="relu")(x)
    x = layers.Dropout(dropout)(x)
    logits = layers.Dense(LABEL_COUNT)(x)
    return keras.Model([window, presence], logits)


def with_temperature(network: keras.Model, temperature: float) -> keras.Model:
    """Returns the network as it ships: one output "scores", softmax of the logits over the calibration temperature."""
    scores = layers.Softmax(name="scores")(network.output / temperature)
    return keras.Model(network.inputs, {"scores": scores})
