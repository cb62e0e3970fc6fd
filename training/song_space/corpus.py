"""Prepares what a space is trained on: the catalogue's songs with their sound, their kin, and what listeners would say of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

from training.song_space.feature_scale import FeatureScale, feature_scale
from training.song_space.mood_teacher import MoodTeacher, embed_tokens, field_of, mood_plane
from training.song_space.simulate import PROPERTIES
from training.song_space.song_inputs import FEATURES, NO_TOKEN, SongInputs
from training.song_space.source import Source

# So many songs of the catalogue get the teacher's guess and are trained on; more teach nothing new about 128 numbers.
TAUGHT_COUNT = 40_000
# A song that listeners tagged counts as lying where their tags put it by this share, else where the teacher expects it: tags are noisy.
LABEL_SHARE = 0.3
FIELD_FLOOR = 0.02
ERA_YEARS = 15.0
KIN_WEIGHTS = {"genres": 1.0, "era": 0.5}


@dataclass(frozen=True)
class Corpus:
    """Everything that trains the space, a row a song: first those of the catalogue, then the labelled_count that listeners tagged.

    fields (songCount, 25) how near the song's mood is to each place of the plane, points (songCount, 2) its mean place.
    properties (songCount, propertyCount) the sound in standard deviations, 0 where unknown; log2_tempo (songCount,) NaN where
    missing; kin (songCount, n) genre and era, near where songs are of one kind. teacher: what guessed the fields.
    """

    songs: SongInputs
    labelled_count: int
    scale: FeatureScale
    fields: np.ndarray
    points: np.ndarray
    properties: np.ndarray
    log2_tempo: np.ndarray
    kin: np.ndarray
    teacher: MoodTeacher


def normal_scores(values: np.ndarray) -> np.ndarray:
    """Returns the values' ranks as standard scores: features such as acousticness pile up at an end. NaN becomes 0."""
    result = np.zeros(len(values))
    present = np.flatnonzero(np.isfinite(values))
    result[present] = ndtri((rankdata(values[present]) - 0.5) / max(len(present), 1))
    return result


def column_of(songs: SongInputs, name: str) -> np.ndarray:
    """Returns a feature of songs (songCount,), NaN where it is missing."""
    place = FEATURES.index(name)
    return np.where(songs.feature_mask[:, place] > 0, songs.features[:, place], np.nan)


def sound_properties(songs: SongInputs) -> np.ndarray:
    """Returns (songCount, propertyCount) the properties of the templates, in standard deviations among these songs."""
    names = {"tempo": "tempoBpm", "loudness": "loudnessDb"}
    return np.stack([normal_scores(column_of(songs, names.get(name, name))) for name in PROPERTIES], 1).astype(np.float32)


def catalogue_scale(source: Source) -> FeatureScale:
    """Returns the scale of the whole catalogue's features: that of the released space."""
    catalogue = source.songs.rows(np.flatnonzero(source.is_primary))
    return feature_scale(catalogue.features, catalogue.feature_mask)


def is_taught_of(songs: SongInputs) -> np.ndarray:
    """Returns (songCount,) whether there is anything but a title and a year to tell a mood from."""
    return (songs.feature_mask[:, FEATURES.index("energy")] > 0) | (songs.genre_buckets[:, 0] != NO_TOKEN)


def build_corpus(source: Source, held_out_artists: np.ndarray | None = None, seed: int = 0) -> Corpus:
    """Returns what a space is trained on: everything, or everything but the songs of the held-out artists."""
    held_out = np.array([], np.int32) if held_out_artists is None else held_out_artists
    kept = np.flatnonzero(source.is_primary & ~np.isin(source.artists, held_out))
    catalogue = source.songs.rows(kept)
    scale = feature_scale(catalogue.features, catalogue.feature_mask)
    embedding = embed_tokens(catalogue, source.artists[kept])

    labelled_rows = np.flatnonzero(~np.isin(source.mood_artists, held_out) & is_taught_of(source.mood_inputs))
    labelled = source.mood_inputs.rows(labelled_rows)
    labels = mood_plane(source.moods[labelled_rows])
    teacher = MoodTeacher(labelled, labels, scale, embedding)

    chosen = np.random.default_rng(seed).permutation(len(kept))[:TAUGHT_COUNT]
    songs = catalogue.rows(chosen).joined(labelled)
    fields, points = teacher.fields(songs)
    tail = slice(len(chosen), None)
    fields[tail] += LABEL_SHARE * (field_of(labels) - fields[tail])
    points[tail] += LABEL_SHARE * (labels - points[tail])

    genres = songs.tokens()[0].multiply(embedding.genre_weights[None]).tocsr() @ embedding.genres
    genres /= np.maximum(np.linalg.norm(genres, axis=1, keepdims=True), 1e-9)
    years = column_of(songs, "releaseYear")
    era = np.nan_to_num((years - np.nanmean(years)) / ERA_YEARS)[:, None]
    known_genres = embedding.genres[embedding.genres.any(axis=1)]
    axes = np.linalg.svd(known_genres[:4000], full_matrices=False)[2][:32]
    return Corpus(
        songs,
        len(labelled),
        scale,
        np.maximum(fields, FIELD_FLOOR).astype(np.float32),
        points.astype(np.float32),
        sound_properties(songs),
        np.log2(column_of(songs, "tempoBpm")).astype(np.float32),
        np.hstack([KIN_WEIGHTS["genres"] * genres @ axes.T, KIN_WEIGHTS["era"] * era]).astype(np.float32),
        teacher,
    )


