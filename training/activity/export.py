"""Exports a trained activity network as public/models/<model>-v<version> with the figures of evaluate.py.

    python -m training.activity.export phone --data ../shared/data
    python -m training.activity.export wrist --data ../shared/data

What ships is the first of the networks that saw everybody who may train.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from training.activity.data import (
    PHONE_CONTRACT,
    PHONE_MODEL_ID,
    WRIST_CONTRACT,
    WRIST_MODEL_ID,
    held_out_phone_windows,
    read_phone_training,
)
from training.activity.evaluate import evaluate_phone, evaluate_wrist, graph_scores
from training.activity.inputs import model_inputs
from training.activity.model import build_network, with_temperature
from training.activity.phone import phone_network, posture_heads
from training.activity.released import read_released_phone
from training.activity.runs import PHONE_SHAPE, RUN, WRIST_SHAPE, load_members
from training.calibration import best_temperature
from training.export import Exported, export_graph_model
from training.paths import contract_path, data_dir, model_dir

UCI_HAR_SOURCE = {
    "dataset": "UCI HAR (Anguita et al. 2013) and HAPT (Reyes-Ortiz et al. 2015), the 21 training people",
    "terms": "distributed as is, no commercial use, citation required (the UCI page names CC BY 4.0)",
}
MOTION_SENSE_SOURCE = {
    "dataset": "MotionSense (Malekzadeh et al. 2018), 18 of 24 people",
    "terms": "read from a mirror without a licence file; research use, citation required",
}
WISDM_SOURCE = {
    "dataset": "WISDM smartphone and smartwatch (Weiss 2019), the watch's accelerometer, 30 people",
    "terms": "read from a mirror without a licence file (UCI names CC BY 4.0)",
}
HMP_SOURCE = {
    "dataset": "ADL recognition with wrist-worn accelerometer (Bruno et al. 2012), 16 people",
    "terms": "read from a mirror (UCI names CC BY 4.0)",
}


def made_up_phone_motion() -> tuple[np.ndarray, np.ndarray]:
    """Returns golden inputs: standing, walking, running without a gyroscope, walking without gravity, still whichever way up,
    standing without a gyroscope."""
    rng = np.random.default_rng(20261123)
    at_sec = np.arange(PHONE_SHAPE.window_sample_count) / PHONE_SHAPE.sample_rate_hz

    def motion(step_hz: float, amplitude_g: float) -> np.ndarray:
        step = 2 * np.pi * step_hz * at_sec
        body = amplitude_g * np.stack([np.sin(2 * step), 0.4 * np.cos(step), 0.5 * np.sin(step)], axis=1)
        turning = 2 * amplitude_g * np.stack([np.cos(step), np.sin(step), 0.3 * np.cos(2 * step)], axis=1)
        noise = rng.normal(0, 0.01, (len(at_sec), 9))
        return np.concatenate([body + [1, 0, 0], turning, body], axis=1) + noise

    motions = np.stack([motion(0, 0), motion(1.8, 0.4), motion(2.7, 1.3), motion(1.8, 0.4), motion(0, 0), motion(0, 0)])
    window, presence = model_inputs(
        motions,
        has_gyro=np.array([True, True, False, True, True, False]),
        has_gravity=np.array([True, True, True, False, True, True]),
        is_upright=np.array([True, True, True, False, False, True]),
    )
    # Four decimals are exact enough for a golden case and keep the file small.
    return window.round(4), presence


def made_up_wrist_motion() -> tuple[np.ndarray, np.ndarray]:
    """Returns golden inputs: a wrist at rest, swinging, running, and fiddling without gravity."""
    rng = np.random.default_rng(20261126)
    at_sec = np.arange(WRIST_SHAPE.window_sample_count) / WRIST_SHAPE.sample_rate_hz
    swing = np.stack([np.sin(2 * np.pi * 0.9 * at_sec), np.sin(2 * np.pi * 1.8 * at_sec), np.cos(2 * np.pi * 0.9 * at_sec)], axis=1)
    window = np.stack([0 * swing, 0.3 * swing, 1.2 * swing, 0.05 * swing[::-1]])
    window[:3] += [0.7, -0.6, 0.2]
    window += rng.normal(0, 0.01, window.shape)
    return window.round(4).astype(np.float32), np.array([[1], [1], [1], [0]], np.float32)


def trained_phone(data: Path, run: str) -> tuple[list[np.ndarray], float]:
    """Returns the weights of a run's first network that saw everybody who may train, and its temperature."""
    members = load_members("phone", run)
    series = read_phone_training(data)
    _, runs = held_out_phone_windows(series)
    labels = np.tile(series.labels[runs], len(members.held_out_logits))
    return members.weights[-1][0], best_temperature(np.concatenate(members.held_out_logits), labels)


def export_phone(data: Path, run: str, out: Path | None, released: Path | None) -> Exported:
    """Exports the phone's network with its head for postures; temperatures are of networks that did not see the people for choosing.

    released: a published model whose network goes on as it is, with its temperature, under the head of this run.
    """
    weights, temperature = read_released_phone(released) if released else trained_phone(data, run)
    window, presence = made_up_phone_motion()
    return export_graph_model(
        phone_network(weights, temperature, posture_heads(data, run)[0]),
        contract_path(PHONE_MODEL_ID),
        out or model_dir(PHONE_MODEL_ID, PHONE_CONTRACT["version"]),
        {"window": window, "presence": presence},
        lambda graph: {
            "trainedOn": [UCI_HAR_SOURCE, MOTION_SENSE_SOURCE],
            "metrics": evaluate_phone(graph_scores(graph), data),
        },
    )


def export_wrist(data: Path, run: str, out: Path | None) -> Exported:
    """Exports the wrist's network; its temperature is that of the five folds."""
    members = load_members("wrist", run)
    metrics, temperature = evaluate_wrist(data, run)
    network = build_network(WRIST_SHAPE)
    network.set_weights(members.weights[-1][0])
    window, presence = made_up_wrist_motion()
    return export_graph_model(
        with_temperature(network, temperature),
        contract_path(WRIST_MODEL_ID),
        out or model_dir(WRIST_MODEL_ID, WRIST_CONTRACT["version"]),
        {"window": window, "presence": presence},
        {"trainedOn": [WISDM_SOURCE, HMP_SOURCE], "metrics": metrics},
    )


def main() -> None:
    """Reads the command line, exports and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("worn", choices=("phone", "wrist"))
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default=RUN, help="name of the run in the cache")
    parser.add_argument("--released", type=Path, help="phone: folder of a published model whose network goes on under a new head")
    parser.add_argument("--out", type=Path, help="folder to write (default: public/models/<model>-v<version>)")
    options = parser.parse_args()
    data = data_dir(options.data)
    if options.worn == "phone":
        exported = export_phone(data, options.run, options.out, options.released)
    else:
        exported = export_wrist(data, options.run, options.out)
    print(f"{exported.weights_bytes / 1e3:.0f} kB of weights in {exported.folder}; ops {exported.op_counts}")


if __name__ == "__main__":
    main()
