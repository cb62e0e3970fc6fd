"""Exports the trained activity network as public/models/activity-v1 with the figures of evaluate.py.

    python -m training.activity.export --data ../shared/data
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from training.activity.augment import model_inputs
from training.activity.data import CONTRACT, MODEL_ID
from training.activity.evaluate import evaluate
from training.activity.model import build_network, with_temperature
from training.checkpoint import load_checkpoint
from training.export import export_graph_model
from training.paths import cache_dir, contract_path, data_dir, model_dir

TRAINED_ON = [
    {
        "dataset": "UCI HAR (Anguita et al. 2013), training people",
        "terms": "distributed as is, no commercial use, citation required (the UCI page names CC BY 4.0)",
    },
    {
        "dataset": "MotionSense (Malekzadeh et al. 2018), 18 of 24 people",
        "terms": "read from a mirror without a licence file; research use, citation required",
    },
]


def made_up_motion() -> tuple[np.ndarray, np.ndarray]:
    """Returns golden inputs: somebody standing, walking, running without a gyroscope, walking without gravity."""
    rng = np.random.default_rng(20261123)
    at_sec = np.arange(128) / 50

    def motion(step_hz: float, amplitude_g: float) -> np.ndarray:
        step = 2 * np.pi * step_hz * at_sec
        body = amplitude_g * np.stack([np.sin(2 * step), 0.4 * np.cos(step), 0.5 * np.sin(step)], axis=1)
        turn = 2 * amplitude_g * np.stack([np.cos(step), np.sin(step), 0.3 * np.cos(2 * step)], axis=1)
        noise = rng.normal(0, 0.01, (128, 9))
        return np.concatenate([body + [1, 0, 0], turn, body], axis=1) + noise

    motions = np.stack([motion(0, 0), motion(1.8, 0.4), motion(2.7, 1.3), motion(1.8, 0.4)])
    window, presence = model_inputs(motions, np.array([True, True, False, True]), np.array([True, True, True, False]))
    # Four decimals are exact enough for a golden case and keep the file small.
    return window.round(4), presence


def main() -> None:
    """Reads the command line, exports and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default="v1", help="name of the run in the cache")
    parser.add_argument("--out", type=Path, help="folder to write (default: public/models/activity-v<version>)")
    options = parser.parse_args()
    state, meta = load_checkpoint(cache_dir(MODEL_ID) / options.run / "final.npz")
    network = build_network()
    network.set_weights(state["network"])
    window, presence = made_up_motion()
    exported = export_graph_model(
        with_temperature(network, meta["temperature"]),
        contract_path(MODEL_ID),
        options.out or model_dir(MODEL_ID, CONTRACT["version"]),
        {"window": window, "presence": presence},
        lambda run: {"trainedOn": TRAINED_ON, "metrics": evaluate(run, data_dir(options.data))},
    )
    print(f"{exported.weights_bytes / 1e3:.0f} kB of weights in {exported.folder}; ops {exported.op_counts}")


if __name__ == "__main__":
    main()
