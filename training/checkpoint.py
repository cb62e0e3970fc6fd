"""Training state on disk: groups of arrays and a little metadata in one file, replaced in one move."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np

META_KEY = "meta"


def save_checkpoint(path: Path, groups: dict[str, list[np.ndarray]], meta: dict) -> None:
    """Writes groups of arrays and JSON-able metadata; whoever stops the process finds the old file or the new one."""
    arrays = {
        f"{group}/{index:04d}": np.asarray(array) for group, values in groups.items() for index, array in enumerate(values)
    }
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        np.savez(file, **{META_KEY: np.array(json.dumps(meta))}, **arrays)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)


def load_checkpoint(path: Path) -> tuple[dict[str, list[np.ndarray]], dict]:
    """Returns the groups of arrays, each in its order, and the metadata that save_checkpoint wrote."""
    groups: dict[str, list[np.ndarray]] = {}
    with np.load(path) as file:
        for key in sorted(name for name in file.files if name != META_KEY):
            groups.setdefault(key.split("/")[0], []).append(file[key])
        return groups, json.loads(str(file[META_KEY]))
