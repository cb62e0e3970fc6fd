"""Exports the trained space: the fusion and the tower as graph models, and the song index with the tower's vectors.

usage: python -m training.song_space.export [--data DIR]
       python -m training.song_space.export [--data DIR] --catalogue full --out FOLDER

The first writes all three from one checkpoint. The sha256 of the fusion's exported weights is the space's id: the index carries it,
so that a fusion and an index of different trainings are never used together. The second needs no training: it embeds the full
catalogue of 265,213 songs with the tower as shipped, for a person's own use (start the app with SONG_INDEX=FOLDER/song-index.bin).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pandas as pd

from training.datasets.songs.reader import read_songs
from training.export import export_graph_model
from training.exported import MANIFEST_FILE
from training.parity import load_exported
from training.paths import cache_dir, contract_path, data_dir, model_dir
from training.song_space.build_index import INDEX_FILE, write_index_manifest, write_song_index
from training.song_space.corpus import catalogue_scale
from training.song_space.evaluate import CORNER_SENSORS, fusion_inputs
from training.song_space.measure_released import RELEASED_FILE
from training.song_space.model import BLOCKS, TOWER_INPUT_SIZES
from training.song_space.mood_teacher import GRID
from training.song_space.song_inputs import (
    GENRE_BUCKETS,
    GENRE_FAMILIES,
    NO_TOKEN,
    TITLE_BUCKETS,
    SongInputs,
    song_inputs,
)
from training.song_space.source import SOURCE_FILE, read_source
from training.song_space.templates import MOOD_POINTS
from training.song_space.train import CHECKPOINT_FILE, MODEL_ID, Networks, load_networks

VERSION = 2
BATCH_SIZE = 2048
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
    states += [fusion_inputs(heart_rate=1.9), fusion_inputs(cadence=168.0), fusion_inputs(word="happy", cadence=112.0)]
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
    for name, bucket_count, token_count in (("genreTokens", GENRE_BUCKETS, 5), ("titleTokens", TITLE_BUCKETS, 3)):
        inputs[name][:] = NO_TOKEN
        for row in range(2, count):
            inputs[name][row, :token_count] = np.sort(random.choice(bucket_count, token_count, replace=False))
    for row in range(2, count):
        inputs["family"][row, random.integers(len(GENRE_FAMILIES))] = 1
    return inputs


def read_figures() -> dict[str, float]:
    """Returns the figures of the last evaluation and of the released space, flat, for the manifest."""
    folder = cache_dir(MODEL_ID)
    for name, module in ((FIGURES_FILE, "evaluate"), (RELEASED_FILE, "measure_released")):
        if not (folder / name).exists():
            raise FileNotFoundError(f"{name} is missing: run python -m training.song_space.{module} first.")
    figures = json.loads((folder / FIGURES_FILE).read_text())["figures"]
    released = json.loads((folder / RELEASED_FILE).read_text())
    names = {
        "space, from the own word": "word",
        "space, from emotion+stress+activity": "sensors",
        "raw valence and energy": "rawValenceEnergy",
        "ridge on the same inputs": "ridge",
    }
    flat = {f"{short}.{name}": value for long, short in names.items() for name, value in figures[long].items()}
    for context, values in released["contexts"].items():
        flat |= {f"context.{context}.auc": values["auc"], f"context.{context}.bestSingleAuc": values["bestSingleAuc"]}
    return flat | {f"lists.{name}": value for name, value in released["lists"].items()}


@keras.saving.register_keras_serializable("attune")
class MoodOfBlock(keras.layers.Layer):
    """Reads valence and arousal from a song vector's mood block, as the mood head does, without the field that it was trained on too."""

    def __init__(self, kernel: np.ndarray, bias: np.ndarray, **options):
        super().__init__(**options)
        self.kernel, self.bias = kernel, bias

    def call(self, song_vectors):
        block = BLOCKS["mood"]
        part = song_vectors[:, block["start"] : block["start"] + block["size"]] * (1 / block["share"] ** 0.5)
        return keras.ops.matmul(part, self.kernel) + self.bias


def tower_with_mood(networks: Networks) -> keras.Model:
    """Returns the tower as it is exported, with both outputs of its contract."""
    kernel, bias = (values[..., len(GRID) :] for values in networks.mood_head.get_weights())
    vectors = networks.tower.outputs[0]
    return keras.Model(networks.tower.inputs, {"songVector": vectors, "mood": MoodOfBlock(kernel, bias)(vectors)})


def write_index(
    folder: Path, songs: pd.DataFrame, embed: Callable[[SongInputs], dict[str, np.ndarray]], models: dict[str, str], **options
) -> dict:
    """Writes the index of the catalogue's primary songs and its manifest, which it returns. embed: the tower, as exported."""
    songs = songs[songs["isPrimary"]]
    inputs = song_inputs(songs)
    parts = [
        embed(inputs.rows(np.arange(start, min(start + BATCH_SIZE, len(songs))))) for start in range(0, len(songs), BATCH_SIZE)
    ]
    vectors, moods = (np.concatenate([part[name] for part in parts]) for name in ("songVector", "mood"))
    shares = pd.DataFrame(moods, index=songs.index).rank(pct=True, method="average")
    songs = songs.assign(moodValence=shares[0], moodArousal=shares[1])
    folder.mkdir(parents=True, exist_ok=True)
    space_id = models["state-fusion"]
    write_song_index(folder / INDEX_FILE, songs, vectors, space_id, **options)
    return write_index_manifest(folder, songs, vectors.shape[1], space_id, models)


def shipped_models() -> dict[str, str]:
    """Returns the weights' hashes of the shipped fusion and tower."""
    folders = {name: model_dir(name, VERSION) for name in ("state-fusion", "song-tower")}
    return {name: json.loads((folder / MANIFEST_FILE).read_text())["weightsSha256"] for name, folder in folders.items()}


def export_space(networks: Networks, metrics: dict[str, float]) -> None:
    """Writes both graph models."""
    measured = {"trainedOn": TRAINED_ON, "metrics": metrics}
    for name, model, golden, quantization in (
        ("state-fusion", networks.fusion, golden_states(), None),
        ("song-tower", tower_with_mood(networks), golden_songs(), "float16"),
    ):
        export_graph_model(model, contract_path(name), model_dir(name, VERSION), golden, measured, quantization)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="the folder that holds songs/, song-mood/ and msd/")
    parser.add_argument("--catalogue", choices=("open", "full"), default="open")
    parser.add_argument("--out", type=Path, help="write an index alone, into this folder, with the models as shipped")
    args = parser.parse_args()
    if args.catalogue == "full" and args.out is None:
        parser.error("the full catalogue is for your own use: say where with --out")
    folder, data = cache_dir(MODEL_ID), data_dir(args.data)
    if args.out is None:
        scale = catalogue_scale(read_source(data, folder / SOURCE_FILE))
        export_space(load_networks(folder / CHECKPOINT_FILE, scale), read_figures())
    tower = load_exported(model_dir("song-tower", VERSION))
    out = args.out or model_dir("song-index", VERSION)
    # A person's own index keeps the exact vectors too: four times the size, and none of it is committed.
    keeps_exact = args.out is not None
    songs = read_songs(data, args.catalogue)
    manifest = write_index(out, songs, lambda inputs: tower(inputs.by_name()), shipped_models(), keep_exact=keeps_exact)
    print(
        f"{manifest['songCount']} songs, {manifest['sizeBytes']:,} bytes, space {manifest['spaceId'][:12]} ({MANIFEST_FILE})."
    )


if __name__ == "__main__":
    main()
