"""Reads exported models back from their files and checks them against their golden cases.

    python -m training.parity            in TensorFlow, all of public/models
    node training/parity.mjs             in TF.js, as the app runs them
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from google.protobuf.json_format import ParseDict
from tensorflow.core.framework.graph_pb2 import GraphDef

from training.export import GraphFunction, graph_function
from training.exported import GOLDEN_FILE, MODEL_FILE, load_constants
from training.paths import MODELS_DIR


def load_exported(folder: Path) -> GraphFunction:
    """Returns an exported model as a function from {input name: array} to {output name: array}.

    Everything comes from model.json and weights.bin, so this sees what the app will see.
    """
    model = json.loads((folder / MODEL_FILE).read_text())
    graph = ParseDict({"node": model["modelTopology"]["node"]}, GraphDef())
    names = [
        {name: tensor["name"] for name, tensor in model["signature"][side].items()} for side in ("inputs", "outputs")
    ]
    return graph_function(graph, load_constants(folder), *names)


def golden_difference(folder: Path) -> float:
    """Returns the largest absolute difference between a model's outputs and its golden outputs."""
    run = load_exported(folder)

    def arrays(tensors: dict) -> dict[str, np.ndarray]:
        return {name: np.array(t["values"], np.float32).reshape(t["shape"]) for name, t in tensors.items()}

    largest = 0.0
    for case in json.loads((folder / GOLDEN_FILE).read_text())["cases"]:
        found, expected = run(arrays(case["inputs"])), arrays(case["outputs"])
        largest = max(largest, *(float(np.abs(found[name] - expected[name]).max()) for name in expected))
    return largest


def main() -> None:
    """Checks the models named on the command line, or all; exits with 1 if one differs from its golden cases."""
    folders = [Path(name) for name in sys.argv[1:]] or sorted(path.parent for path in MODELS_DIR.glob(f"*/{GOLDEN_FILE}"))
    is_every_model_equal = True
    for folder in folders:
        tolerance = json.loads((folder / GOLDEN_FILE).read_text())["tolerance"]
        difference = golden_difference(folder)
        is_equal = difference <= tolerance
        is_every_model_equal &= is_equal
        print(f"{'equal' if is_equal else 'DIFFERS'}  {folder.name}: largest difference {difference:.1e}")
    sys.exit(0 if is_every_model_equal else 1)


if __name__ == "__main__":
    main()
