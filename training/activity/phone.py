"""The phone's network as it ships: what train.py made of the phone and of postures, put together."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np

from training.activity.data import POSTURE_LABEL_INDICES, held_out_phone_windows, read_phone_training
from training.activity.model import build_network, build_posture_head, with_posture_head, with_temperature
from training.activity.runs import PHONE_SHAPE, load_members
from training.calibration import best_temperature


class PostureHead(NamedTuple):
    """The weights of a head in the order of Keras, and its calibration temperature."""

    weights: list[np.ndarray]
    temperature: float


def posture_heads(data: Path, run: str) -> list[PostureHead]:
    """Returns a run's heads that saw everybody who may train, a seed each; their temperature is of those that did not."""
    members = load_members("postures", run)
    series = read_phone_training(data)
    _, runs = held_out_phone_windows(series)
    labels = series.labels[runs]
    labels = np.tile(labels[np.isin(labels, POSTURE_LABEL_INDICES)], len(members.held_out_logits))
    temperature = best_temperature(np.concatenate(members.held_out_logits), labels)
    return [PostureHead(weights, temperature) for weights in members.weights[-1]]


def phone_network(weights: list[np.ndarray], temperature: float, head: PostureHead) -> keras.Model:
    """Returns the network with calibrated scores of the contract's labels."""
    network, postures = build_network(PHONE_SHAPE), build_posture_head(PHONE_SHAPE, len(POSTURE_LABEL_INDICES))
    network.set_weights(weights)
    postures.set_weights(head.weights)
    return with_posture_head(with_temperature(network, temperature), postures, head.temperature, PHONE_SHAPE.label_count)
