"""Trains state fusion and song tower together, so that a state and the songs that fit it lie close.

usage: python -m training.song_space.train [--data DIR] [--steps 3000] [--loss contrastive|triplet|unpaired]

Soft positives: a state's songs count by how likely listeners would put them near its mood, and by how near their sound and
tempo are to what the templates ask for. Songs are brought near songs alike in mood and sound, and by kind. A head reads listeners'
valence and arousal from the mood block. Stops and resumes. Runs on any backend of Keras 3 (KERAS_BACKEND).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
from keras import ops
from tqdm import tqdm

from training.checkpoint import load_checkpoint, save_checkpoint
from training.paths import cache_dir, data_dir
from training.song_space.corpus import Corpus, build_corpus
from training.song_space.feature_scale import FeatureScale
from training.song_space.model import (
    BLOCKS,
    FUSION_INPUT_SIZES,
    TOWER_INPUT_SIZES,
    build_fusion_core,
    build_song_tower,
    build_state_fusion,
)
from training.song_space.mood_teacher import GRID
from training.song_space.simulate import PROPERTIES, simulate_states
from training.song_space.song_inputs import NO_TOKEN, SongInputs
from training.song_space.source import SOURCE_FILE, read_source

MODEL_ID = "song-space"
# "unpaired" leaves the terms among songs out.
Loss = Literal["contrastive", "triplet", "unpaired"]
LOSSES: tuple[Loss, ...] = ("contrastive", "triplet", "unpaired")

STATE_COUNT, SONG_COUNT, LABELLED_SHARE = 256, 1024, 0.25
STEP_COUNT = 3000
PEAK_LEARNING_RATE = 2e-3
WEIGHT_DECAY = 2e-4
TEMPERATURE = 0.05
# How sharply a likelier mood and a nearer sound make a song a positive.
MOOD_SHARPNESS, SOUND_SHARPNESS = 4.0, 0.5
# Width, in the plane, over which a state's mood is read off the field.
FIELD_READING_WIDTH = 0.25
SONG_PAIR_WEIGHT, KIN_WEIGHT, MOOD_WEIGHT = 0.3, 0.2, 2.0
PAIR_MOOD_WIDTH, PAIR_SOUND_WIDTH, KIN_WIDTH = 0.15, 1.2, 0.35
# Songs that sound right by Spotify's own valence and energy and yet feel wrong to listeners: their logits are raised.
HARD_NEGATIVE_BOOST = 1.0
HARD_SOUND_DISTANCE, HARD_MOOD_RATIO = 1.0, 0.8
TRIPLET_MARGIN = 0.2
# A whole group of inputs is hidden as often as this, and single features as often as the second, so that any subset works.
GROUP_DROP, FEATURE_DROP = 0.10, 0.05
TEMPO_OCTAVE_WIDTH = 0.07
# Beyond three widths a beat is simply another beat; a song of unknown tempo counts as this far.
CADENCE_LIMIT, UNKNOWN_CADENCE = 9.0, 4.0
CHECKPOINT_FILE, CHECKPOINT_EVERY = "checkpoint.npz", 500


def hide_inputs(random: np.random.Generator, songs: SongInputs) -> dict[str, np.ndarray]:
    """Returns the tower's inputs with random groups and features hidden, but never a song's sound and genres both."""
    inputs = songs.by_name()
    count = len(songs)
    hides_sound = random.random(count) < GROUP_DROP
    hidden = hides_sound[:, None] | (random.random(songs.feature_mask.shape) < FEATURE_DROP)
    mask = inputs["featureMask"] * ~hidden
    inputs["features"], inputs["featureMask"] = inputs["features"] * mask, mask
    for name in ("genreTokens", "titleTokens"):
        hides = (random.random(count) < 2 * GROUP_DROP) & ~(hides_sound & (name == "genreTokens"))
        inputs[name] = np.where(hides[:, None], NO_TOKEN, inputs[name])
    inputs["family"] = inputs["family"] * (random.random((count, 1)) >= 2 * GROUP_DROP)
    return {name: values.astype(np.float32) for name, values in inputs.items()}


def squared_distances(one, other):
    """Returns (oneCount, otherCount), as two matrix products."""
    squares = ops.sum(ops.square(one), axis=1)[:, None] + ops.sum(ops.square(other), axis=1)[None]
    return ops.maximum(squares - 2 * ops.matmul(one, ops.transpose(other)), 0.0)


def field_at(moods, fields):
    """Returns (stateCount, songCount) how likely each song's mood is near each of the moods (stateCount, 2)."""
    nearness = ops.exp(-squared_distances(moods, ops.convert_to_tensor(GRID, "float32")) / (2 * FIELD_READING_WIDTH**2))
    return ops.matmul(nearness / ops.sum(nearness, axis=1, keepdims=True), ops.transpose(fields))


def target_affinity(states, songs):
    """Returns (stateCount, songCount) how well songs fit states, as log weights, and which of them are hard negatives (0 or 1)."""
    likely = field_at(states["mood"], songs["fields"])
    likely = likely / ops.mean(likely, axis=1, keepdims=True)
    affinity = MOOD_SHARPNESS * states["mood_weight"][:, None] * ops.log(likely)
    weight, target, properties = states["weight"], states["target"], songs["properties"]
    # sum of w (t - p)^2, expanded so that it is two matrix products
    squared = (
        ops.sum(weight * ops.square(target), axis=1)[:, None]
        - 2 * ops.matmul(weight * target, ops.transpose(properties))
        + ops.matmul(weight, ops.transpose(ops.square(properties)))
    )
    octaves = songs["log2_tempo"][None] - states["log2_cadence"][:, None]
    cadence = ops.minimum(ops.square((octaves - ops.round(octaves)) / TEMPO_OCTAVE_WIDTH), CADENCE_LIMIT)
    cadence = ops.where(songs["has_tempo"][None] > 0, cadence, UNKNOWN_CADENCE)
    affinity = affinity - SOUND_SHARPNESS * squared - 0.5 * states["cadence_weight"][:, None] * cadence
    heard = [PROPERTIES.index(name) for name in ("valence", "energy")]
    raw = squared_distances(ops.take(target, heard, axis=1), ops.take(properties, heard, axis=1))
    is_hard = (raw < HARD_SOUND_DISTANCE**2) & (likely < HARD_MOOD_RATIO)
    return affinity, ops.cast(is_hard, "float32")


def song_affinity(songs):
    """Returns (songCount, songCount) how alike songs are in mood and sound, as log weights."""
    mood = squared_distances(songs["fields"], songs["fields"]) / (2 * PAIR_MOOD_WIDTH**2)
    return -mood - squared_distances(songs["properties"], songs["properties"]) / (2 * PAIR_SOUND_WIDTH**2)


def _soft_cross_entropy(targets, logits, axis: int):
    return ops.mean(-ops.sum(targets * ops.log_softmax(logits, axis=axis), axis=axis))


def contrastive_loss(cosines, affinity, hard):
    """Cross-entropy of the cosines' softmax against the soft positives, from states to songs and back."""
    logits = cosines / TEMPERATURE
    to_songs = _soft_cross_entropy(ops.softmax(affinity, axis=1), logits + HARD_NEGATIVE_BOOST * hard, 1)
    # From a song's side the states compete; those that leave much open fit many songs a little.
    back = ops.softmax(affinity - ops.logsumexp(affinity, axis=1, keepdims=True), axis=0)
    return to_songs + 0.25 * _soft_cross_entropy(back, logits, 0)


def alike_loss(vectors, affinity, temperature: float = TEMPERATURE):
    """The same among songs: those alike lie close."""
    itself = 1e9 * ops.eye(ops.shape(vectors)[0])
    logits = ops.matmul(vectors, ops.transpose(vectors)) / temperature - itself
    return _soft_cross_entropy(ops.softmax(affinity - itself, axis=1), logits, 1)


def triplet_loss(cosines, affinity):
    """A margin between the mean of the soft positives and the nearest of the songs that fit worse than the batch's median."""
    near = ops.sum(ops.softmax(affinity, axis=1) * cosines, axis=1)
    median = ops.sort(affinity, axis=1)[:, affinity.shape[1] // 2, None]
    far = ops.max(ops.where(affinity < median, cosines, -1.0), axis=1)
    return ops.mean(ops.relu(TRIPLET_MARGIN + far - near)) * 4


def _block(vectors, name: str):
    block = BLOCKS[name]
    return vectors[:, block["start"] : block["start"] + block["size"]] * (1 / block["share"] ** 0.5)


@dataclass(frozen=True)
class Networks:
    """The networks of a space. fusion is the core as the app runs it, with the same weights; the mood head reads the mood block."""

    core: keras.Model
    fusion: keras.Model
    tower: keras.Model
    mood_head: keras.Model

    def by_group(self) -> dict[str, keras.Model]:
        """Returns those that have weights of their own, by their names in a checkpoint."""
        return {"fusion": self.core, "tower": self.tower, "moodHead": self.mood_head}

    def song_vectors(self, songs: SongInputs, batch_size: int = 4096) -> np.ndarray:
        """Returns (songCount, 128) unit vectors of songs with nothing hidden."""
        inputs = songs.by_name()
        return self.tower.predict([inputs[name] for name in TOWER_INPUT_SIZES], batch_size=batch_size, verbose=0)

    def state_vectors(self, inputs: dict[str, np.ndarray]) -> np.ndarray:
        """Returns (stateCount, 128) unit vectors of states by the names of the contract."""
        return self.fusion.predict([inputs[name].astype(np.float32) for name in FUSION_INPUT_SIZES], verbose=0)

    def moods(self, song_vectors: np.ndarray) -> np.ndarray:
        """Returns (songCount, 2) the valence and arousal that the mood head reads from song vectors."""
        return self.mood_head.predict(_block(song_vectors, "mood"), batch_size=4096, verbose=0)[:, len(GRID) :]


def build_networks(scale: FeatureScale) -> Networks:
    """Returns untrained networks for songs of this scale."""
    core = build_fusion_core()
    mood_head = keras.Sequential([keras.Input((BLOCKS["mood"]["size"],)), keras.layers.Dense(len(GRID) + 2)])
    return Networks(core, build_state_fusion(core), build_song_tower(scale), mood_head)


def load_networks(path: Path, scale: FeatureScale) -> Networks:
    """Returns the networks of a finished training's checkpoint."""
    groups, meta = load_checkpoint(path)
    if meta["step"] != meta["stepCount"]:
        raise ValueError(f"{path.name} has seen {meta['step']} of {meta['stepCount']} steps: finish the training first.")
    networks = build_networks(scale)
    for name, model in networks.by_group().items():
        model.set_weights(groups[name])
    return networks


@keras.saving.register_keras_serializable("attune")
class Space(keras.Model):
    """The fusion's core, the tower and the mood head, as one model with one loss."""

    def __init__(self, networks: Networks, loss_name: Loss):
        super().__init__()
        self.core, self.tower, self.mood_head = networks.core, networks.tower, networks.mood_head
        self.loss_name = loss_name

    def call(self, inputs, training=False):
        states = self.core([inputs["states"][name] for name in FUSION_INPUT_SIZES], training=training)
        songs = self.tower([inputs["songs"][name] for name in TOWER_INPUT_SIZES], training=training)
        return {"states": states, "songs": songs, "moods": self.mood_head(_block(songs, "mood"))}

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        states, songs = y["states"], y["songs"]
        cosines = ops.matmul(y_pred["states"], ops.transpose(y_pred["songs"]))
        affinity, hard = target_affinity(states, songs)
        is_triplet = self.loss_name == "triplet"
        total = triplet_loss(cosines, affinity) if is_triplet else contrastive_loss(cosines, affinity, hard)
        if self.loss_name != "unpaired":
            total = total + SONG_PAIR_WEIGHT * alike_loss(y_pred["songs"], song_affinity(songs))
            kin = -squared_distances(songs["kin"], songs["kin"]) / (2 * KIN_WIDTH**2)
            total = total + KIN_WEIGHT * alike_loss(_block(y_pred["songs"], "style"), kin, 0.1)
        told = ops.concatenate([songs["fields"], songs["points"]], axis=1)
        return total + MOOD_WEIGHT * ops.mean(ops.sum(ops.square(y_pred["moods"] - told), axis=1))


class Trainer:
    """The networks of a space, their optimiser and their batches."""

    def __init__(self, corpus: Corpus, step_count: int = STEP_COUNT, loss: Loss = "contrastive", seed: int = 0):
        keras.utils.set_random_seed(seed)
        self.corpus, self.loss, self.seed, self.step_count = corpus, loss, seed, step_count
        self.networks = build_networks(corpus.scale)
        self.space = Space(self.networks, loss)
        schedule = keras.optimizers.schedules.CosineDecay(
            1e-4, max(step_count, 1), warmup_target=PEAK_LEARNING_RATE, warmup_steps=min(200, step_count // 5)
        )
        self.space.compile(optimizer=keras.optimizers.AdamW(schedule, weight_decay=WEIGHT_DECAY))

    def train(self, checkpoint: Path | None = None, title: str = "song space") -> None:
        """Takes the steps that are left, with a bar that tells the time left; keeps a checkpoint where a path is given."""
        start = self.restore(checkpoint) if checkpoint is not None and checkpoint.exists() else 0
        bar = tqdm(range(start, self.step_count), initial=start, total=self.step_count, desc=title, mininterval=5)
        for step in bar:
            inputs, music = self._batch(np.random.default_rng([self.seed, step]))
            loss = self.space.train_on_batch(inputs, music)
            if step % 50 == 0:
                bar.set_postfix_str(f"{float(loss):.3f}", refresh=False)
            if checkpoint is not None and (step + 1) % CHECKPOINT_EVERY == 0:
                self.save(checkpoint, step + 1)

    def _batch(self, random: np.random.Generator):
        corpus = self.corpus
        states = simulate_states(random, STATE_COUNT)
        catalogue_count = len(corpus.songs) - corpus.labelled_count
        labelled = int(SONG_COUNT * LABELLED_SHARE)
        rows = np.concatenate(
            [
                random.integers(catalogue_count, size=SONG_COUNT - labelled),
                catalogue_count + random.integers(corpus.labelled_count, size=labelled),
            ]
        )
        tempo = corpus.log2_tempo[rows]
        music = {name: getattr(corpus, name)[rows] for name in ("fields", "points", "properties", "kin")}
        music |= {"log2_tempo": np.nan_to_num(tempo), "has_tempo": np.isfinite(tempo).astype(np.float32)}
        songs = hide_inputs(random, corpus.songs.rows(rows))
        return {"states": states.inputs, "songs": songs}, {"states": states.music(), "songs": music}

    def save(self, path: Path, step: int) -> None:
        """Writes the networks, the optimiser and how many steps they have seen."""
        groups = {name: model.get_weights() for name, model in self.networks.by_group().items()}
        groups["optimizer"] = [np.asarray(variable) for variable in self.space.optimizer.variables]
        save_checkpoint(path, groups, {"step": step, "stepCount": self.step_count, "loss": self.loss})

    def restore(self, path: Path) -> int:
        """Takes up a checkpoint of the same number of steps and the same loss, and returns how many steps it has seen; 0 for any other."""
        groups, meta = load_checkpoint(path)
        if (meta["stepCount"], meta["loss"]) != (self.step_count, self.loss):
            return 0
        for name, model in self.networks.by_group().items():
            model.set_weights(groups[name])
        self.space.optimizer.build(self.space.trainable_variables)
        for variable, value in zip(self.space.optimizer.variables, groups["optimizer"], strict=True):
            variable.assign(value)
        return meta["step"]


def weights_hash(networks: Networks) -> str:
    """Returns a short hash of the fusion's and the tower's weights."""
    digest = hashlib.sha256()
    for model in (networks.core, networks.tower):
        for value in model.get_weights():
            digest.update(np.ascontiguousarray(value).tobytes())
    return digest.hexdigest()[:12]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="the folder that holds songs/ and song-mood/")
    parser.add_argument("--steps", type=int, default=STEP_COUNT)
    parser.add_argument("--loss", choices=LOSSES, default="contrastive")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    folder = cache_dir(MODEL_ID)
    source = read_source(data_dir(args.data), folder / SOURCE_FILE)
    trainer = Trainer(build_corpus(source), args.steps, args.loss, args.seed)
    trainer.train(folder / CHECKPOINT_FILE)
    trainer.save(folder / CHECKPOINT_FILE, args.steps)
    (folder / "run.json").write_text(json.dumps({**vars(args), "weights": weights_hash(trainer.networks)}, indent=2) + "\n")
    print(f"Trained {args.steps} steps; weights {weights_hash(trainer.networks)} in {folder}.")


if __name__ == "__main__":
    main()
