"""Exports the stress network that was trained on everybody as public/models/stress-v1.

    python -m training.stress.export --data ../shared/data

Nobody is left to test it on: the manifest's figures are those of the same training with each person left out.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from training.checkpoint import load_checkpoint
from training.export import export_graph_model
from training.paths import cache_dir, contract_path, data_dir, model_dir
from training.stress.data import CONTRACT, MODEL_ID
from training.stress.evaluate import evaluate
from training.stress.model import build_network, with_temperature

TRAINED_ON = [
    {
        "dataset": "WESAD (Schmidt et al. 2018), wrist recordings of 15 people",
        "terms": "scientific, non-commercial use with credit (UCI lists CC BY 4.0)",
    }
]


def made_up_windows() -> tuple[np.ndarray, np.ndarray]:
    """Returns golden inputs: a calm minute, a tense one, skin conductance alone, heart rate and motion alone."""
    rng = np.random.default_rng(20261123)
    at_sec = np.arange(60)
    calm = np.stack([-0.6 + 0.2 * np.sin(at_sec / 2), -0.6 + 0 * at_sec, 0.5 + at_sec / 200, -0.4 + 0 * at_sec], axis=1)
    tense = np.stack([1.2 + at_sec / 60, 1 + np.tanh((at_sec - 30) / 5), -0.5 - at_sec / 300, 0.8 * np.sin(at_sec)], axis=1)
    presence = np.array([[1, 1, 1, 1], [1, 1, 1, 1], [0, 1, 0, 0], [1, 0, 0, 1]], np.float32)
    window = np.stack([calm, tense, tense, calm]) + rng.normal(0, 0.05, (4, 60, 4))
    return (window * presence[:, None]).round(4).astype(np.float32), presence


def main() -> None:
    """Reads the command line, exports and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default="v1", help="name of the run in the cache")
    parser.add_argument("--out", type=Path, help="folder to write (default: public/models/stress-v<version>)")
    options = parser.parse_args()
    folder = cache_dir(MODEL_ID) / options.run
    state, meta = load_checkpoint(folder / "final.npz")
    network = build_network()
    network.set_weights(state["network"])
    window, presence = made_up_windows()
    exported = export_graph_model(
        with_temperature(network, meta["temperature"]),
        contract_path(MODEL_ID),
        options.out or model_dir(MODEL_ID, CONTRACT["version"]),
        {"window": window, "presence": presence},
        {"trainedOn": TRAINED_ON, "metrics": evaluate(data_dir(options.data), folder, has_trees=False)},
    )
    print(f"{exported.weights_bytes / 1e3:.0f} kB of weights in {exported.folder}; ops {exported.op_counts}")


if __name__ == "__main__":
    main()
