"""NumPy files that are stored xz-compressed."""

from __future__ import annotations

import io
import lzma
from pathlib import Path

import numpy as np


def load_xz(path: Path):
    """Returns what numpy.load makes of an .npy.xz or .npz.xz file."""
    with lzma.open(path) as file:
        return np.load(io.BytesIO(file.read()))
