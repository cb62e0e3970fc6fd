"""Exports the trained space: the fusion and the tower as graph models, and the song index with the tower's vectors.

usage: python -m training.song_space.export [--data DIR] [--catalogue open|full]

All three come from one checkpoint. The sha256 of the fusion's exported weights is the space's id: the index carries it,
so that a fusion and an index of different trainings are never used together.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from training.datasets.songs.reader import read_songs
from training.export import MANIFEST_FILE, export_graph_model
from training.paths import cache_dir, contract_path, data_dir, model_dir
from training.song_space.build_index import INDEX_FILE, write_index_manifest, write_song_index
from training.song_space.evaluate import CORNER_SENSORS, fusion_inputs
from training.song_space.model import TOWER_INPUT_SIZES
from training.song_space.song_inputs import song_inputs
from training.song_space.templates import MOOD_POINTS
from training.song_space.train import MODEL_ID, Trainer, build_corpus, read_source

TRAINED_ON = [
    {
        "dataset": "Song catalogue of 265,213 Spotify tracks with audio features, joined from published research and teaching sets",
        "terms": "mixed: CC0, MIT, GPL-3.0, CC BY 4.0 and sets without a stated licence; the features were computed by Spotify; research and personal use",
    },
    {
        "dataset": "Deezer mood detection set (Delbouys et al. 2018): mood tags of 18,644 Million Song Dataset songs",
        "terms": "no stated licence; derived from Last.fm and the Million Song Dataset; research use",
    },
    {"dataset": "Simulated states from training/song_space/templates.py", "terms": "MIT, ours"},
]
FIGURES_FILE = "evaluation-contrastive.json"


def golden_states() -> dict[str, np.ndarray]:
    """Returns made-up states: none at all, each mood word, the sensors of four moods, and a word against the sensors."""
    states = [fusion_inputs(), *(fusion_inputs(word=word) for word in MOOD_POINTS)]
    states += [fusion_inputs(scores=scores) for scores in CORNER_SENSORS.values()]
    states += [fusion_inputs(word="calm", scores={"activity": {"running": 1.0}}, confidence=1.0)]
    states += [fusion_inputs(word="sad", scores={"emotion": {"happy": 0.9, "neutral": 0.1}}, confidence=0.9)]
    return {name: np.concatenate([state[name] for state in states]).astype(np.float32) for name in states[0]}


def golden_songs(count: int = 6, seed: int = 7) -> dict[str, np.ndarray]:
    """Returns made-up songs, some with parts missing."""
    random = np.random.default_rng(seed)
    low = np.array([0, 0, 0, 0, 0, 0, 0, 60, -30, 0, 0, 60_000, 1960], np.float32)
    high = np.array([1, 1, 1, 1, 1, 1, 1, 180, -2, 11, 1, 400_000, 2020], np.float32)
    mask = (random.random((count, len(low))) < 0.8).astype(np.float32)
    mask[0], mask[1] = 1, 0
    inputs = {name: np.zeros((count, size), np.float32) for name, size in TOWER_INPUT_SIZES.items()}
    inputs["features"] = (low + random.random((count, len(low))) * (high - low)).astype(np.float32) * mask
    inputs["features"][:, 9:11] = np.round(inputs["features"][:, 9:11])
    inputs["featureMask"] = mask
    for row in range(2, count):
        inputs["family"][row, random.integers(TOWER_INPUT_SIZES["family"])] = 1
        inputs["genreTokens"][row, random.integers(1024, size=5)] = 1
        inputs["titleTokens"][row, random.integers(1024, size=3)] = 1
    return inputs


def read_figures() -> dict[str, float]:
    """Returns the figures of the last five-fold evaluation, flat, for the manifest."""
    path = cache_dir(MODEL_ID) / FIGURES_FILE
    if not path.exists():
        raise FileNotFoundError(f"{path.name} is missing: run python -m training.song_space.evaluate first.")
    figures = json.loads(path.read_text())["figures"]
    names = {
        "space, from the own word": "word",
        "space, from the sensors": "sensors",
        "raw valence and energy": "rawValenceEnergy",
        "ridge on the same inputs": "ridge",
    }
    return {f"{short}.{name}": value for long, short in names.items() for name, value in figures[long].items()}


def export_space(trainer: Trainer, catalogue_name: str, folder: Path, metrics: dict[str, float]) -> dict:
    """Writes both models and the index; returns the index's manifest."""
    measured = {"trainedOn": TRAINED_ON, "metrics": metrics}
    fusion = export_graph_model(
        trainer.fusion, contract_path("state-fusion"), model_dir("state-fusion", 1), golden_states(), measured
    )
    tower = export_graph_model(
        trainer.tower.model,
        contract_path("song-tower"),
        model_dir("song-tower", 1),
        golden_songs(),
        measured,
        quantization="float16",
    )
    songs = read_songs(folder, catalogue_name)
    songs = songs[songs["isPrimary"]]
    vectors = trainer.song_vectors(song_inputs(songs))
    out = model_dir("song-index", 1)
    out.mkdir(parents=True, exist_ok=True)
    write_song_index(out / INDEX_FILE, songs, vectors, fusion.weights_sha256)
    models = {"state-fusion": fusion.weights_sha256, "song-tower": tower.weights_sha256}
    return write_index_manifest(out, songs, vectors.shape[1], fusion.weights_sha256, models)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="the folder that holds songs/ and song-mood/")
    parser.add_argument("--catalogue", choices=("open", "full"), default="open")
    args = parser.parse_args()
    folder = data_dir(args.data)
    run = json.loads((cache_dir(MODEL_ID) / "run.json").read_text())
    trainer = Trainer(build_corpus(read_source(folder)), run["steps"], run["loss"], run["seed"])
    trainer.restore(cache_dir(MODEL_ID) / "checkpoint.npz")
    manifest = export_space(trainer, args.catalogue, folder, read_figures())
    print(
        f"{manifest['songCount']} songs, {manifest['sizeBytes']:,} bytes, space {manifest['spaceId'][:12]} ({MANIFEST_FILE})."
    )


if __name__ == "__main__":
    main()
