"""Trains the wrist's network on Capture-24, where it is there; resumes where it stopped.

    python -m training.activity.train_capture24 --scheme Walmsley2020 --data ../shared/data

The participants P001 to P101 are read once into the cache as windows (half a minute each); a pass of the training is over a
few of them, drawn anew each time all have had their turn, so that no more are ever in memory.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import jax
import keras
import numpy as np

from training.activity.augment import make_vary
from training.activity.capture24 import NETWORK_FILE, RUN, SCHEMES, SOURCE, Scheme, labelled_series, prepare, read_scheme, run_dir
from training.activity.model import build_network
from training.activity.train import BATCH_SIZE, LABEL_SMOOTHING, PEAK_LEARNING_RATE, WRIST_VARIATION
from training.checkpoint import save_checkpoint
from training.classifier import Batchable, train_classifier
from training.datasets.capture24.reader import TRAIN_PEOPLE
from training.datasets.motion_series import MotionSeries
from training.paths import data_dir

PEOPLE_PER_PASS = 8
# How often each participant has a turn.
TURN_COUNT = 12
# Windows that are varied at once.
VARIED_ROW_COUNT = 4096


def varied(series: MotionSeries, scheme: Scheme, label_weights: np.ndarray, seed: list[int]) -> Batchable:
    """Returns every window of the series once, varied as the wrist's network is trained."""
    shape = scheme.shape
    vary, rows, runs = make_vary(
        series,
        shape.window_sample_count,
        shape.window_sample_count,
        shape.sample_rate_hz,
        WRIST_VARIATION,
        shape.label_count,
        (),
        LABEL_SMOOTHING,
        shape.presence_count,
    )
    key = jax.random.key(int(np.random.SeedSequence(seed).generate_state(1)[0]))
    parts = []
    part_count = min(VARIED_ROW_COUNT, len(runs))
    for number, first in enumerate(range(0, len(runs), part_count)):
        # As many in the last part as in the others: JAX compiles for one shape.
        chosen = np.minimum(np.arange(first, first + part_count), len(runs) - 1)
        (window, presence), targets = vary(rows, jax.random.fold_in(key, number), chosen)
        parts.append([np.asarray(part)[: len(runs) - first] for part in (window, presence, targets)])
    window, presence, targets = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Batchable(window, presence, targets, label_weights[series.labels[runs]])


def train(data: Path, scheme: Scheme, folder: Path, turn_count: int, seed: int) -> None:
    """Trains one network and writes it to folder with the labels that its outputs stand for."""
    paths, label_counts = prepare(data, TRAIN_PEOPLE, scheme)
    # Rare labels are raised halfway, as in the training of the wrist's network.
    weights = 1 / np.sqrt(np.maximum(label_counts, 1))
    weights *= label_counts.sum() / (weights * label_counts).sum()
    folder.mkdir(parents=True, exist_ok=True)
    people = np.array(list(paths))
    passes_per_turn = math.ceil(len(people) / PEOPLE_PER_PASS)

    def make_pass(pass_index: int) -> Batchable:
        turn, position = divmod(pass_index, passes_per_turn)
        order = np.random.default_rng([seed, turn]).permutation(people)
        series = labelled_series(paths, order[position::passes_per_turn], scheme)
        return varied(series, scheme, weights, [seed, pass_index])

    keras.utils.set_random_seed(seed)
    network = train_classifier(
        lambda: build_network(scheme.shape, is_exported=False),
        make_pass,
        folder / "last.npz",
        turn_count * passes_per_turn,
        BATCH_SIZE,
        PEAK_LEARNING_RATE,
        seed,
        f"{SOURCE} {scheme.name}",
    )
    save_checkpoint(folder / NETWORK_FILE, {"network": network.get_weights()}, {"labels": scheme.labels, "people": list(paths)})


def main() -> None:
    """Reads the command line and trains."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scheme", choices=SCHEMES, default=SCHEMES[0], help="how the annotations are grouped into labels")
    parser.add_argument("--data", help="folder of the data sets, with capture24/ in it (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default=RUN, help="name of the run in the cache; another name starts afresh")
    parser.add_argument("--turns", type=int, default=TURN_COUNT, help="how often each participant has a turn")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    data = data_dir(options.data)
    scheme = read_scheme(data, options.scheme)
    train(data, scheme, run_dir(scheme.name, options.run), options.turns, options.seed)


if __name__ == "__main__":
    main()
