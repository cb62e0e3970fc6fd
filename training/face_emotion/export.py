"""Exports the best student of the expression network, or the students' mean, as the next version of public/models/face-emotion.

    python -m training.face_emotion.export --data ../shared/data
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
from keras import layers, ops

from training.calibration import best_temperature
from training.checkpoint import load_checkpoint
from training.datasets.fer2013.reader import FACE_SIZE_PX, FerSplit
from training.export import export_graph_model
from training.face_emotion.evaluate import MODEL_ID, measure, read_test_splits, report
from training.face_emotion.model import build_network
from training.paths import cache_dir, contract_path, data_dir, model_dir

TRAINED_ON = [
    {
        "dataset": "FER-2013 (Goodfellow et al. 2013, arXiv:1307.0414), official labels",
        "terms": "customary research and training use; no licence from the photographers; pictures are not passed on",
    },
    {"dataset": "FER+ votes (Barsoum et al. 2016, arXiv:1608.01041)", "terms": "MIT, (c) Microsoft"},
]


def build_published(network: keras.Model, temperature: float) -> keras.Model:
    """Returns the model that the app runs: "face" (batchSize, 48, 48, 1) grey levels to "scores" (batchSize, 7)."""
    face = layers.Input((FACE_SIZE_PX, FACE_SIZE_PX, 1), name="face", dtype="float32")
    scores = ops.softmax(network(face)["logits"] / temperature, axis=-1)
    return keras.Model(face, {"scores": scores}, name="face_emotion")


def logits_of(network: keras.Model, split: FerSplit) -> np.ndarray:
    """Returns (faceCount, 7) logits."""
    return network.predict(split.faces[..., None].astype(np.float32), batch_size=256, verbose=0)["logits"]


def made_up_faces() -> np.ndarray:
    """Returns (4, 48, 48, 1) whole grey levels: a ramp, noise, and a drawn face that smiles and one that does not."""
    row, column = np.mgrid[:FACE_SIZE_PX, :FACE_SIZE_PX].astype(np.float64)
    ramp = column * 5
    noise = np.random.default_rng(2013).integers(0, 256, (FACE_SIZE_PX, FACE_SIZE_PX)).astype(np.float64)

    def drawn(mouth_curve_px: float) -> np.ndarray:
        face = np.full((FACE_SIZE_PX, FACE_SIZE_PX), 60.0)
        face[((column - 23.5) / 17) ** 2 + ((row - 24) / 22) ** 2 < 1] = 190
        for eye_column in (16.5, 30.5):
            face[((column - eye_column) / 3.5) ** 2 + ((row - 19) / 2) ** 2 < 1] = 40
            face[(np.abs(column - eye_column) < 4.5) & (np.abs(row - 14) < 1)] = 80
        mouth_row = 36 + mouth_curve_px * (1 - ((column - 23.5) / 8) ** 2)
        face[(np.abs(column - 23.5) < 8) & (np.abs(row - mouth_row) < 1.2)] = 50
        return face

    return np.stack([ramp, noise, drawn(4), drawn(-3)])[..., None].astype(np.float32)


def read_networks(folder: Path, pattern: str) -> dict[str, tuple[list[np.ndarray], float]]:
    """Returns by name each network's averaged weights and its accuracy, 0 to 1, on the public test."""
    networks = {}
    for path in sorted(folder.glob(f"{pattern}/best.npz")):
        groups, meta = load_checkpoint(path)
        networks[path.parent.name] = groups["averaged"], meta["validationAccuracy"]
    return networks


def export(run_folder: Path, data: Path, out_dir: Path) -> dict[str, float]:
    """Exports the students' mean where refine.py made one, else the student that did best on the public test, calibrated there.

    Returns the figures. The spread over seeds is that of every student's accuracy on the private test, which chose none of them.
    """
    students, splits = read_networks(run_folder, "student-*"), read_test_splits(data)
    if not students:
        raise FileNotFoundError(f"{run_folder} holds no student-*/best.npz; run python -m training.face_emotion.train first.")
    network = build_network()
    accuracies = []
    for weights, _ in students.values():
        network.set_weights(weights)
        accuracies.append(np.mean(logits_of(network, splits["private"]).argmax(axis=1) == splits["private"].labels))
    candidates = read_networks(run_folder, "mean") or students
    best = max(candidates, key=lambda name: candidates[name][1])
    network.set_weights(candidates[best][0])
    temperature = best_temperature(logits_of(network, splits["public"]), splits["public"].labels)
    metrics: dict[str, float] = {
        "temperature": round(temperature, 5),
        "seedCount": len(students),
        "privateAccuracySeedMean": round(float(np.mean(accuracies)), 5),
        "privateAccuracySeedSpread": round(float(np.std(accuracies, ddof=1)) if len(accuracies) > 1 else 0.0, 5),
        "privateAccuracySeedLowest": round(float(np.min(accuracies)), 5),
        "privateAccuracySeedHighest": round(float(np.max(accuracies)), 5),
    }

    def measured(run) -> dict:
        metrics.update(measure(run, splits))
        return {"trainedOn": TRAINED_ON, "metrics": metrics}

    published = build_published(network, temperature)
    golden_inputs = {"face": made_up_faces()}
    exported = export_graph_model(published, contract_path(MODEL_ID), out_dir, golden_inputs, measured, quantization="float16")
    print(f"{best} of {len(students)} students: {exported.weights_bytes / 1e6:.2f} MB of weights in {out_dir}; ops {exported.op_counts}")
    spread = [100 * metrics[f"privateAccuracySeed{name}"] for name in ("Mean", "Spread", "Lowest", "Highest")]
    print("private test over seeds: {:.2f} +- {:.2f} %, {:.2f} to {:.2f}".format(*spread))
    return metrics


def main() -> None:
    """Reads the command line and exports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default="v3", help="name of the run in the cache")
    parser.add_argument("--out", type=Path, help="folder to write (default: public/models/face-emotion-v<version>)")
    options = parser.parse_args()
    version = json.loads(contract_path(MODEL_ID).read_text())["version"]
    out_dir = options.out or model_dir(MODEL_ID, version)
    print(report(export(cache_dir(MODEL_ID) / options.run, data_dir(options.data), out_dir)))


if __name__ == "__main__":
    main()
