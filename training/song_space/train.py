"""Trains state fusion and song tower together, so that a state and the songs that fit it lie close.

usage: python -m training.song_space.train [--data DIR] [--steps 800] [--loss contrastive|triplet]

Soft positives: a state's songs count by how near their mood (listeners' tags, or what a ridge regression learned of
them), sound and tempo are to what the templates ask for. An own head reads listeners' valence and arousal from the song
vector. Stops and resumes.
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
import pandas as pd
import tensorflow as tf
from scipy.sparse import csr_matrix, hstack, vstack
from scipy.special import ndtri
from sklearn.linear_model import Ridge
from tqdm import tqdm

from training.checkpoint import load_checkpoint, save_checkpoint
from training.datasets.song_mood.reader import artist_genres_by_name, read_listener_moods
from training.datasets.songs.reader import first_artist, read_songs
from training.paths import cache_dir, data_dir
from training.song_space.model import FeatureScale, build_song_tower, build_state_fusion, feature_scale, LOG_FEATURES
from training.song_space.simulate import PROPERTIES, States, simulate_states
from training.song_space.song_inputs import FEATURES, SongInputs, song_inputs

MODEL_ID = "song-space"
Loss = Literal["contrastive", "triplet"]

STATE_COUNT, SONG_COUNT, LABELLED_COUNT = 256, 512, 128
PEAK_LEARNING_RATE = 2e-3
WEIGHT_DECAY = 1e-4
TEMPERATURE = 0.06
# Width, in the units of the templates, of the neighbourhood in which songs count as positives.
POSITIVE_WIDTH = 0.45
SONG_PAIR_WEIGHT, MOOD_WEIGHT = 0.5, 0.6
# Songs that sound right by Spotify's own valence and energy and yet feel wrong to listeners: their logits are raised.
HARD_NEGATIVE_BOOST = 1.0
HARD_DISTANCE = 1.2
TRIPLET_MARGIN = 0.2
# A whole group of inputs is hidden as often as this, and single features as often as the second, so that any subset works.
GROUP_DROP, FEATURE_DROP = 0.15, 0.10
RIDGE_PENALTY = 60.0
# Title words tell less than genres do, and there are more of them.
TITLE_WEIGHT = 0.7
TEMPO_OCTAVE_WIDTH = 0.07
CHECKPOINT_EVERY = 200


@dataclass(frozen=True)
class Corpus:
    """Everything that trains the space.

    songs: the catalogue's inputs. properties (songCount, propertyCount) in standard deviations, listeners' valence and
    arousal among them; log2_tempo (songCount,), NaN where missing; raw (songCount, 2) Spotify's valence and energy in
    standard deviations. labelled: inputs of the songs with listeners' mood, labels (labelledCount, 2) standardised.
    """

    songs: SongInputs
    scale: FeatureScale
    properties: np.ndarray
    log2_tempo: np.ndarray
    raw: np.ndarray
    labelled: SongInputs
    labels: np.ndarray


def normal_scores(values: np.ndarray) -> np.ndarray:
    """Returns the values' ranks as standard scores: features such as acousticness pile up at an end. NaN becomes 0."""
    result = np.zeros(len(values))
    present = np.flatnonzero(np.isfinite(values))
    ranks = pd.Series(values[present]).rank(method="average").to_numpy()
    result[present] = ndtri((ranks - 0.5) / max(len(present), 1))
    return result


def ridge_design(songs: SongInputs, scale: FeatureScale) -> csr_matrix:
    """Returns the sparse inputs of the ridge regression: standard scores, masks, family, genre and title tokens."""
    values = songs.features.copy()
    for name in LOG_FEATURES:
        place = FEATURES.index(name)
        values[:, place] = np.log(np.maximum(values[:, place], 1))
    scores = np.clip((values - scale.mean) / scale.deviation, -4, 4) * songs.feature_mask
    genres, titles = songs.tokens()
    return hstack(
        [csr_matrix(scores), csr_matrix(songs.feature_mask), csr_matrix(songs.family), genres, titles * TITLE_WEIGHT]
    ).tocsr()


@dataclass(frozen=True)
class Source:
    """The data sets as read, before a fold takes its test artists away."""

    songs: pd.DataFrame
    artists: np.ndarray
    inputs: SongInputs
    moods: pd.DataFrame
    mood_inputs: SongInputs


def read_source(folder: Path) -> Source:
    """Reads the full catalogue and listeners' moods; a song of the moods has the catalogue's inputs where it was found there."""
    songs = read_songs(folder, "full")
    artists = first_artist(songs["artists"])
    moods = read_listener_moods(folder)
    genres = artist_genres_by_name(songs, artists)
    rows = songs.index.get_indexer(moods["songId"])
    inputs = song_inputs(songs)
    texts = song_inputs(
        pd.DataFrame({"title": moods["title"], "artistGenres": [genres.get(name, []) for name in moods["artist"]]})
    )
    found = np.flatnonzero(rows >= 0)
    return Source(songs, artists.to_numpy(), inputs, moods, texts.replaced(found, inputs.rows(rows[found])))


def build_corpus(source: Source, held_out_artists: set[str] | None = None) -> Corpus:
    """Returns what a space is trained on: everything, or everything but the songs of the held-out artists (lower case)."""
    held_out = held_out_artists or set()
    keep_songs = np.flatnonzero(~pd.Series(source.artists).isin(held_out).to_numpy())
    keep_moods = np.flatnonzero(~source.moods["artist"].isin(held_out).to_numpy())
    songs, labelled = source.inputs.rows(keep_songs), source.mood_inputs.rows(keep_moods)
    scale = feature_scale(songs.features, songs.feature_mask)
    moods = source.moods.iloc[keep_moods]
    labels = moods[["valence", "arousal"]].to_numpy(dtype=np.float64)
    labels = (labels - labels.mean(0)) / labels.std(0)

    ridge = Ridge(RIDGE_PENALTY).fit(ridge_design(labelled, scale), labels)
    mood = ridge.predict(ridge_design(songs, scale))
    # A regression pulls its answers to the middle; spread like the labels they use the plane as the words do.
    mood = (mood - mood.mean(0)) / mood.std(0)
    position = pd.Series(np.arange(len(keep_songs)), index=source.songs.index[keep_songs])
    known = moods["songId"].isin(position.index).to_numpy()
    at = position[moods["songId"][known]].to_numpy()
    mood[at] = 0.5 * mood[at] + 0.5 * labels[known]

    table = source.songs.iloc[keep_songs]
    columns = {"listenerValence": mood[:, 0], "listenerArousal": mood[:, 1]}
    names = {"tempo": "tempoBpm", "loudness": "loudnessDb"}
    for name in PROPERTIES:
        if name not in columns:
            columns[name] = normal_scores(table[names.get(name, name)].to_numpy(dtype=float))
    properties = np.stack([columns[name] for name in PROPERTIES], 1)
    raw = np.stack([columns["valence"], columns["energy"]], 1)
    log2_tempo = np.log2(table["tempoBpm"].to_numpy(dtype=float))
    return Corpus(
        songs,
        scale,
        properties.astype(np.float32),
        log2_tempo.astype(np.float32),
        raw.astype(np.float32),
        labelled,
        labels.astype(np.float32),
    )


def hide_inputs(random: np.random.Generator, songs: SongInputs) -> dict[str, np.ndarray]:
    """Returns the trained tower's inputs with random groups and features hidden, but never a song's sound and genres both."""
    inputs = songs.by_bucket()
    count = len(songs)
    hides_sound = random.random(count) < GROUP_DROP
    hidden = hides_sound[:, None] | (random.random(songs.feature_mask.shape) < FEATURE_DROP)
    mask = inputs["featureMask"] * ~hidden
    inputs["features"], inputs["featureMask"] = inputs["features"] * mask, mask
    for name in ("genreTokens", "titleTokens"):
        hides = (random.random(count) < 2 * GROUP_DROP) & ~(hides_sound & (name == "genreTokens"))
        inputs[name] = np.where(hides[:, None], -1, inputs[name])
    inputs["family"] = inputs["family"] * (random.random((count, 1)) >= 2 * GROUP_DROP)
    return {name: values if values.dtype == np.int32 else values.astype(np.float32) for name, values in inputs.items()}


def target_affinity(corpus: Corpus, rows: np.ndarray, states: States) -> tuple[np.ndarray, np.ndarray]:
    """Returns (stateCount, songCount) how well songs fit states, as log weights, and which of them are hard negatives (0 to 1)."""
    properties = corpus.properties[rows]
    # sum of w (t - p)^2, expanded so that it is two matrix products
    squared = (
        (states.weight * states.target**2).sum(1)[:, None]
        - 2 * (states.weight * states.target) @ properties.T
        + states.weight @ (properties**2).T
    )
    octaves = corpus.log2_tempo[rows][None] - states.log2_cadence[:, None]
    circular = np.abs(octaves - np.round(octaves))
    cadence = np.minimum(circular / TEMPO_OCTAVE_WIDTH, 3.0)
    squared = squared + states.cadence_weight[:, None] * np.where(np.isfinite(cadence), cadence**2 * 0.25, 1.0)
    valence, energy, listener = (PROPERTIES.index(name) for name in ("valence", "energy", "listenerValence"))
    raw_target = states.target[:, [valence, energy]]
    raw_squared = ((corpus.raw[rows][None] - raw_target[:, None]) ** 2).sum(2)
    mood_squared = (
        (properties[None, :, listener : listener + 2] - states.target[:, None, listener : listener + 2]) ** 2
    ).sum(2)
    is_hard = np.exp(-raw_squared) * (mood_squared > HARD_DISTANCE**2)
    return -squared / (2 * POSITIVE_WIDTH**2), is_hard


def song_affinity(corpus: Corpus, rows: np.ndarray) -> np.ndarray:
    """Returns (songCount, songCount) how alike songs are in mood and sound, as log weights, with no weight on a song itself."""
    weights = np.array([1.0, 1.0] + [0.15] * (len(PROPERTIES) - 2))
    scaled = corpus.properties[rows] * np.sqrt(weights)
    norms = (scaled**2).sum(1)
    squared = norms[:, None] + norms[None] - 2 * scaled @ scaled.T
    affinity = -squared / (2 * POSITIVE_WIDTH**2)
    np.fill_diagonal(affinity, -1e9)
    return affinity


class Trainer:
    """Both networks, the mood head, their optimiser and the compiled step."""

    def __init__(self, corpus: Corpus, step_count: int, loss: Loss = "contrastive", seed: int = 0):
        keras.utils.set_random_seed(seed)
        self.corpus, self.loss, self.seed, self.step_count = corpus, loss, seed, step_count
        self.fusion, self.tower = build_state_fusion(), build_song_tower(corpus.scale)
        self.mood_head = keras.Sequential([keras.Input((128,)), keras.layers.Dense(2)])
        schedule = keras.optimizers.schedules.CosineDecay(
            1e-4, step_count, warmup_target=PEAK_LEARNING_RATE, warmup_steps=min(200, step_count // 5)
        )
        self.optimizer = keras.optimizers.AdamW(schedule, weight_decay=WEIGHT_DECAY)
        self.variables = [
            v for model in (self.fusion, self.tower.by_bucket, self.mood_head) for v in model.trainable_variables
        ]
        self.optimizer.build(self.variables)
        self._step = tf.function(self._train_step, reduce_retracing=True)

    def _train_step(self, states, songs, affinity, hard, alike, moods, labelled, labels):
        with tf.GradientTape() as tape:
            state_vectors = self.fusion(list(states.values()), training=True)
            song_vectors = self.tower.by_bucket(list(songs.values()), training=True)
            cosines = state_vectors @ tf.transpose(song_vectors)
            if self.loss == "triplet":
                main = _triplet_loss(cosines, affinity)
            else:
                main = _contrastive_loss(cosines, affinity, hard) + SONG_PAIR_WEIGHT * _alike_loss(song_vectors, alike)
            mood = tf.reduce_mean(tf.square(self.mood_head(song_vectors) - moods))
            labelled_vectors = self.tower.by_bucket(list(labelled.values()), training=True)
            told = tf.reduce_mean(tf.square(self.mood_head(labelled_vectors) - labels))
            total = main + MOOD_WEIGHT * (mood + told)
        gradients = tape.gradient(total, self.variables)
        self.optimizer.apply_gradients(zip(gradients, self.variables))
        return main, mood, told

    def train(self, checkpoint: Path | None = None, title: str = "song space") -> None:
        """Takes the steps that are left, with a bar that tells the time left; keeps a checkpoint where a path is given."""
        start = self.restore(checkpoint) if checkpoint is not None and checkpoint.exists() else 0
        bar = tqdm(range(start, self.step_count), initial=start, total=self.step_count, desc=title, mininterval=5)
        for step in bar:
            losses = self._step(*self._batch(np.random.default_rng([self.seed, step])))
            if step % 50 == 0:
                bar.set_postfix_str(" ".join(f"{float(value):.3f}" for value in losses), refresh=False)
            if checkpoint is not None and (step + 1) % CHECKPOINT_EVERY == 0:
                self.save(checkpoint, step + 1)

    def _batch(self, random: np.random.Generator):
        corpus = self.corpus
        states = simulate_states(random, STATE_COUNT)
        rows = random.choice(len(corpus.songs), SONG_COUNT, replace=False)
        songs = hide_inputs(random, corpus.songs.rows(rows))
        affinity, hard = target_affinity(corpus, rows, states)
        chosen = random.choice(len(corpus.labelled), LABELLED_COUNT, replace=len(corpus.labelled) < LABELLED_COUNT)
        arrays = (affinity, hard, song_affinity(corpus, rows), corpus.properties[rows, :2])
        return (
            {name: tf.constant(value) for name, value in states.inputs.items()},
            {name: tf.constant(value) for name, value in songs.items()},
            *(tf.constant(value, tf.float32) for value in arrays),
            {name: tf.constant(value) for name, value in hide_inputs(random, corpus.labelled.rows(chosen)).items()},
            tf.constant(corpus.labels[chosen]),
        )

    def song_vectors(self, songs: SongInputs, batch_size: int = 4096) -> np.ndarray:
        """Returns (songCount, 128) unit vectors of songs with nothing hidden."""
        parts = [
            songs.rows(np.arange(start, min(start + batch_size, len(songs)))).by_bucket()
            for start in range(0, len(songs), batch_size)
        ]
        return np.concatenate([self.tower.by_bucket(list(part.values()), training=False).numpy() for part in parts])

    def state_vectors(self, inputs: dict[str, np.ndarray]) -> np.ndarray:
        """Returns (stateCount, 128) unit vectors of states by the names of the contract."""
        ordered = [tf.constant(inputs[tensor.name], tf.float32) for tensor in self.fusion.inputs]
        return self.fusion(ordered, training=False).numpy()

    def _models(self):
        return {"fusion": self.fusion, "tower": self.tower.model, "moodHead": self.mood_head}

    def save(self, path: Path, step: int) -> None:
        """Writes the networks, the optimiser and how many steps they have seen."""
        groups = {name: model.get_weights() for name, model in self._models().items()}
        groups["optimizer"] = [np.asarray(variable) for variable in self.optimizer.variables]
        save_checkpoint(path, groups, {"step": step, "stepCount": self.step_count, "loss": self.loss})

    def restore(self, path: Path) -> int:
        """Takes up a checkpoint of the same number of steps and the same loss, and returns how many steps it has seen; 0 for any other."""
        groups, meta = load_checkpoint(path)
        if (meta["stepCount"], meta["loss"]) != (self.step_count, self.loss):
            return 0
        for name, model in self._models().items():
            model.set_weights(groups[name])
        for variable, value in zip(self.optimizer.variables, groups["optimizer"], strict=True):
            variable.assign(value)
        return meta["step"]


def _contrastive_loss(cosines, affinity, hard):
    """Cross-entropy of the cosines' softmax against the soft positives, from states to songs and back."""
    targets = tf.nn.softmax(affinity, axis=1)
    logits = cosines / TEMPERATURE
    to_songs = -tf.reduce_sum(targets * tf.nn.log_softmax(logits + HARD_NEGATIVE_BOOST * hard, axis=1), axis=1)
    # From a song's side the states compete; those that leave much open fit many songs a little.
    back = tf.nn.softmax(affinity - tf.reduce_logsumexp(affinity, axis=1, keepdims=True), axis=0)
    to_states = -tf.reduce_sum(back * tf.nn.log_softmax(logits, axis=0), axis=0)
    return tf.reduce_mean(to_songs) + 0.5 * tf.reduce_mean(to_states)


def _alike_loss(song_vectors, alike):
    """The same among songs: those alike in mood and sound lie close."""
    logits = song_vectors @ tf.transpose(song_vectors) / TEMPERATURE
    logits = tf.linalg.set_diag(logits, tf.fill([tf.shape(logits)[0]], -1e9))
    return -tf.reduce_mean(tf.reduce_sum(tf.nn.softmax(alike, axis=1) * tf.nn.log_softmax(logits, axis=1), axis=1))


def _triplet_loss(cosines, affinity):
    """A margin between a song drawn from the soft positives and the hardest of the songs that fit worse than the batch's median."""
    positive = tf.random.categorical(affinity, 1)
    near = tf.gather(cosines, positive, batch_dims=1)
    sorted_affinity = tf.sort(affinity, axis=1)
    median = sorted_affinity[:, tf.shape(affinity)[1] // 2, None]
    far = tf.reduce_max(tf.where(affinity < median, cosines, -1.0), axis=1, keepdims=True)
    return tf.reduce_mean(tf.nn.relu(TRIPLET_MARGIN + far - near)) * 4


def weights_hash(trainer: Trainer) -> str:
    """Returns a short hash of both networks' weights."""
    digest = hashlib.sha256()
    for model in (trainer.fusion, trainer.tower.model):
        for value in model.get_weights():
            digest.update(np.ascontiguousarray(value).tobytes())
    return digest.hexdigest()[:12]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="the folder that holds songs/ and song-mood/")
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--loss", choices=("contrastive", "triplet"), default="contrastive")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    folder = cache_dir(MODEL_ID)
    trainer = Trainer(build_corpus(read_source(data_dir(args.data))), args.steps, args.loss, args.seed)
    trainer.train(folder / "checkpoint.npz")
    trainer.save(folder / "checkpoint.npz", args.steps)
    (folder / "run.json").write_text(json.dumps({**vars(args), "weights": weights_hash(trainer)}, indent=2) + "\n")
    print(f"Trained {args.steps} steps; weights {weights_hash(trainer)} in {folder}.")


if __name__ == "__main__":
    main()
