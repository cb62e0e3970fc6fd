"""Exports the best checkpoint of the expression network as public/models/face-emotion-v1.

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
from training.face_emotion.evaluate import measure, read_test_splits, report
from training.face_emotion.model import build_network
from training.paths import cache_dir, contract_path, data_dir, model_dir

MODEL_ID = "face-emotion"

TRAINED_ON = [
    {
        "dataset": "FER-2013 (Goodfellow et al. 2013, arXiv:1307.0414), official labels",
        "terms": "customary research and training use; no licence from the photographers; pictures are not passed on",
    },
    {"dataset": "FER+ votes (Barsoum et al. 2016, arXiv:1608.01041)", "terms": "MIT, (c) Microsoft"},
]


def build_published(network: keras.Model, temperature: float, is_mirrored: bool) -> keras.Model:
    """Returns the model that the app runs: "face" (batchSize, 48, 48, 1) grey levels to "scores" (batchSize, 7).

    is_mirrored averages the logits of the face and of its mirror image: steadier, at twice the time.
    """
    face = layers.Input((FACE_SIZE_PX, FACE_SIZE_PX, 1), name="face", dtype="float32")
    logits = network(face)["logits"]
    if is_mirrored:
        logits = (logits + network(ops.flip(face, axis=2))["logits"]) / 2
    return keras.Model(face, {"scores": ops.softmax(logits / temperature, axis=-1)}, name="face_emotion")


def logits_of(network: keras.Model, split: FerSplit, is_mirrored: bool) -> np.ndarray:
    """Returns (faceCount, 7) logits, averaged over the mirror image where asked."""
    faces = split.faces[..., None].astype(np.float32)
    logits = network.predict(faces, batch_size=256, verbose=0)["logits"]
    if is_mirrored:
        logits = (logits + network.predict(faces[:, :, ::-1], batch_size=256, verbose=0)["logits"]) / 2
    return logits


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


def export(checkpoint: Path, data: Path, out_dir: Path, is_mirrored: bool) -> dict[str, float]:
    """Calibrates the checkpoint's averaged weights on the public test, exports them and returns the figures."""
    state, _ = load_checkpoint(checkpoint)
    network = build_network()
    network.set_weights(state["averaged"])
    splits = read_test_splits(data)
    temperature = best_temperature(logits_of(network, splits["public"], is_mirrored), splits["public"].labels)
    metrics: dict[str, float] = {}

    def measured(run) -> dict:
        metrics.update(measure(run, splits))
        metrics["temperature"] = round(temperature, 5)
        return {"trainedOn": TRAINED_ON, "metrics": metrics}

    published = build_published(network, temperature, is_mirrored)
    golden_inputs = {"face": made_up_faces()}
    exported = export_graph_model(
        published, contract_path(MODEL_ID), out_dir, golden_inputs, measured, quantization="float16"
    )
    print(f"{exported.weights_bytes / 1e6:.2f} MB of weights in {out_dir}; ops {exported.op_counts}")
    return metrics


def main() -> None:
    """Reads the command line and exports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default="v1", help="name of the run in the cache")
    parser.add_argument("--out", type=Path, help="folder to write (default: public/models/face-emotion-v<version>)")
    parser.add_argument("--single", action="store_true", help="leave the mirror image out: half the time, less steady")
    options = parser.parse_args()
    version = json.loads(contract_path(MODEL_ID).read_text())["version"]
    checkpoint = cache_dir(MODEL_ID) / options.run / "best.npz"
    out_dir = options.out or model_dir(MODEL_ID, version)
    print(report(export(checkpoint, data_dir(options.data), out_dir, not options.single)))


if __name__ == "__main__":
    main()
