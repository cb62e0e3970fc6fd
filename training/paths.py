"""Where the data sets, the cache and the exported models live; nothing here is a machine's own path."""

from __future__ import annotations

import os
from pathlib import Path

TRAINING_DIR = Path(__file__).resolve().parent
REPO_DIR = TRAINING_DIR.parent
CONTRACTS_DIR = TRAINING_DIR / "contracts"
MODELS_DIR = REPO_DIR / "public" / "models"


def data_dir(given: str | os.PathLike[str] | None = None) -> Path:
    """Returns the folder of the data sets: the one given, else ATTUNE_DATA, else shared/data beside the repository."""
    return Path(given or os.environ.get("ATTUNE_DATA") or REPO_DIR.parent / "shared" / "data").expanduser()


def cache_dir(model_id: str) -> Path:
    """Returns (and makes) the folder for a model's checkpoints and logs, under ATTUNE_CACHE or ~/.cache/attune."""
    folder = Path(os.environ.get("ATTUNE_CACHE") or Path.home() / ".cache" / "attune").expanduser() / model_id
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def contract_path(model_id: str) -> Path:
    """Returns the hand-written contract of a model."""
    return CONTRACTS_DIR / f"{model_id}.json"


def model_dir(model_id: str, version: int) -> Path:
    """Returns the folder that the app loads a model from; a retrained model gets the next version."""
    return MODELS_DIR / f"{model_id}-v{version}"
