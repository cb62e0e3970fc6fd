"""Exports the stress networks that were trained on everybody as public/models/stress-v2.

    python -m training.stress.export

Nobody is left to test them on: the manifest's figures are those of the same training with each person left out, and each expert's
temperature is chosen on the scores of the people left out.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from training.calibration import best_temperature
from training.checkpoint import load_checkpoint
from training.export import export_graph_model
from training.paths import cache_dir, contract_path, model_dir
from training.stress.data import CHANNELS, CONTRACT, GROUPS, LENGTH_SEC, MODEL_ID, StressWindows, load_windows
from training.stress.evaluate import evaluate, load_logits
from training.stress.model import CHANNELS_OF_GROUP, EXPERTS, StressMembers, build_released
from training.stress.train import CHOSEN_BY

TRAINED_ON = [
    {
        "dataset": "WESAD (Schmidt et al. 2018), wrist recordings of 15 people",
        "terms": "scientific, non-commercial use with credit (UCI lists CC BY 4.0)",
    }
]


def released_temperatures(windows: StressWindows, logits: dict[str, np.ndarray]) -> np.ndarray:
    """Returns (expertCount,) the temperature of each expert's four classes over all people, each scored by networks without them."""
    temperatures = []
    for sensors, scale in EXPERTS:
        is_scored = windows.is_scored[scale]
        temperatures.append(best_temperature(logits[CHOSEN_BY[sensors]][1, scale][is_scored], windows.labels[is_scored]))
    return np.array(temperatures)


def load_released(path: Path) -> StressMembers:
    """Returns the members with the weights of released.npz."""
    groups, _ = load_checkpoint(path)
    members = StressMembers(len(groups["weights"][0]))
    members.build()
    for variable, value in zip(members.trainable_weights, groups["weights"], strict=True):
        variable.assign(value)
    return members


def made_up_windows() -> tuple[np.ndarray, np.ndarray]:
    """Returns golden inputs: a calm and a tense minute of a whole wrist, of heart and motion, and of beats; and the own baseline."""
    rng = np.random.default_rng(20261126)
    at_sec = np.arange(LENGTH_SEC)[:, None]
    direction = rng.normal(0, 1, len(CHANNELS))
    calm = -0.5 + 0.2 * np.sin(at_sec / 9 + direction)
    tense = 1 + direction * np.tanh((at_sec - 30) / 8)
    shown = [("heartRate", "beats", "eda", "skinTemp", "accMotion"), ("heartRate", "accMotion"), ("heartRate", "beats"), ("eda",)]
    presence = np.array(
        [np.isin(GROUPS, groups) | (np.array(GROUPS) == "baseline") * has_baseline for has_baseline in (0, 1) for groups in shown],
        np.float32,
    )
    window = np.stack([calm, tense, tense, calm] * 2) + rng.normal(0, 0.05, (len(presence), LENGTH_SEC, len(CHANNELS)))
    return (window * (presence @ CHANNELS_OF_GROUP)[:, None]).round(3).astype(np.float32), presence


def main() -> None:
    """Reads the command line, exports and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", default="v2", help="name of the run in the cache")
    options = parser.parse_args()
    folder = cache_dir(MODEL_ID) / options.run
    temperatures = released_temperatures(load_windows(folder / "windows.npz"), load_logits(folder))
    print(f"Temperatures of {EXPERTS}: {temperatures.round(3)}")
    network = build_released(load_released(folder / "released.npz"), temperatures)
    window, presence = made_up_windows()
    exported = export_graph_model(
        network,
        contract_path(MODEL_ID),
        model_dir(MODEL_ID, CONTRACT["version"]),
        {"window": window, "presence": presence},
        {"trainedOn": TRAINED_ON, "metrics": evaluate(folder, None)},
        "float16",
    )
    print(f"{exported.weights_bytes / 1e3:.0f} kB of weights in {exported.folder}; ops {exported.op_counts}")


if __name__ == "__main__":
    main()
