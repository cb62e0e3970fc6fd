"""The files of an exported model, and its weights read back from them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

MODEL_FILE, WEIGHTS_FILE, MANIFEST_FILE, GOLDEN_FILE = "model.json", "weights.bin", "manifest.json", "golden.json"


def load_constants(folder: Path) -> dict[str, np.ndarray]:
    """Returns an exported model's constants by the names of their nodes, in the order of the graph."""
    model = json.loads((folder / MODEL_FILE).read_text())
    weights = (folder / WEIGHTS_FILE).read_bytes()
    found_sha256 = hashlib.sha256(weights).hexdigest()
    expected_sha256 = json.loads((folder / MANIFEST_FILE).read_text())["weightsSha256"]
    if found_sha256 != expected_sha256:
        raise ValueError(f"{folder.name}: weights have sha256 {found_sha256}; the manifest says {expected_sha256}.")
    constants, offset = {}, 0
    for spec in model["weightsManifest"][0]["weights"]:
        stored_dtype = np.dtype(spec.get("quantization", {}).get("dtype", spec["dtype"]))
        value_count = int(np.prod(spec["shape"], dtype=np.int64))
        value = np.frombuffer(weights, stored_dtype, value_count, offset).reshape(spec["shape"])
        constants[spec["name"]] = value.astype(spec["dtype"])
        offset += value.nbytes
    if offset != len(weights):
        raise ValueError(f"{folder.name}: model.json describes {offset} bytes of weights; the file has {len(weights)}.")
    return constants
