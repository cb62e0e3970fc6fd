"""Reads the phone's network back from the model that ships, so that a head can be trained for it without training it again."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from training.activity.model import POSTURE_HEAD_NAME, build_network
from training.activity.runs import PHONE_SHAPE
from training.exported import load_constants

# Keras adds it to the variance of a batch norm.
NORM_EPSILON = 1e-3

# What export.py makes of each kind of variable, in the order of the layers. A batch norm is stored as its factor and what it adds; the
# factor of one after a convolution is in the kernel.
_CONSTANT_OF_KIND = {
    "convolution": r"row_conv1d\w*/convolution/merged_input$",
    "normFactor": r"batch_normalization\w*/batchnorm/mul$",
    "normOffset": r"batch_normalization\w*/batchnorm/sub$",
    "lstmKernel": r"joint_lstm\w*/Cast/ReadVariableOp$",
    "lstmRecurrent": r"joint_lstm\w*/Cast_1/ReadVariableOp$",
    "lstmBias": r"joint_lstm\w*/add/ReadVariableOp$",
    "denseKernel": r"dense\w*/Cast/ReadVariableOp$",
    "denseBias": r"dense\w*/(?:Add|BiasAdd)/ReadVariableOp$",
    "inverseTemperature": r"truediv\w*_recip$",
}
_KIND_OF_VARIABLE = {
    r"conv1d\w*/kernel$": "convolution",
    r"batch_normalization\w*/gamma$": "normFactor",
    r"batch_normalization\w*/beta$": "normOffset",
    r"lstm_cell/kernel$": "lstmKernel",
    r"lstm_cell/recurrent_kernel$": "lstmRecurrent",
    r"lstm_cell/bias$": "lstmBias",
    r"dense\w*/kernel$": "denseKernel",
    r"dense\w*/bias$": "denseBias",
}


def read_released_phone(folder: Path) -> tuple[list[np.ndarray], float]:
    """Returns the weights for build_network(PHONE_SHAPE) of an exported model, and its temperature; the same function of its inputs.

    The statistics of a batch norm are no longer apart from its factor: its mean comes back as 0, its variance so that the factor
    is its gamma.
    """
    constants = _constants_by_kind(folder)
    [inverse_temperature] = constants.pop("inverseTemperature")
    weights, kind = [], None
    for variable in build_network(PHONE_SHAPE).weights:
        is_after_convolution = kind == "convolution"
        kind = next((kind for pattern, kind in _KIND_OF_VARIABLE.items() if re.search(pattern, variable.path)), None)
        if kind == "normFactor" and is_after_convolution:
            value = np.ones(variable.shape, np.float32)
        elif kind is not None:
            value = constants[kind].pop(0).reshape(variable.shape)
        elif variable.path.endswith("moving_mean"):
            value = np.zeros(variable.shape, np.float32)
        else:
            value = np.full(variable.shape, 1 - NORM_EPSILON, np.float32)
        weights.append(value)
    if any(constants.values()):
        raise ValueError(f"{folder} holds more than the phone's network: {({kind: len(left) for kind, left in constants.items() if left})}.")
    return weights, 1 / float(inverse_temperature)


def _constants_by_kind(folder: Path) -> dict[str, list[np.ndarray]]:
    found: dict[str, list[np.ndarray]] = {kind: [] for kind in _CONSTANT_OF_KIND}
    for name, value in load_constants(folder).items():
        for kind, pattern in _CONSTANT_OF_KIND.items():
            if POSTURE_HEAD_NAME not in name and re.search(pattern, name):
                found[kind].append(value)
    return found
