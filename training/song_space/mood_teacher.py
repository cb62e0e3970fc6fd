"""Guesses what listeners would say of a song's mood, from its sound, its artist's genres and its title: the tower's teacher.

A Gaussian process with one kernel for each kind of input, solved in closed form from the songs that listeners' tags speak of. It
guesses a field rather than a point: how likely a song's mood lies near each of 25 places of the plane. A song whose tags could
be glad or bitter but never plain lies at two places of a field, and at neither of them as a mean.

Genres and title words are told apart by what they occur with: their rows of a factorised table of mutual information, from the
whole catalogue, labelled or not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix, hstack
from scipy.stats import rankdata
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from training.song_space.feature_scale import FeatureScale, scaled_features
from training.song_space.song_inputs import FEATURES, SongInputs

# The plane of the field: 5 by 5 places, -1 to 1 in valence and in arousal, and how widely a mood counts as near one.
GRID_SIDE, GRID_WIDTH = 5, 0.45
GRID = np.stack(np.meshgrid(*[np.linspace(-1, 1, GRID_SIDE)] * 2, indexing="ij"), -1).reshape(-1, 2)

# Chosen by cross-validation inside the training part of the first fold, on its correlations; the noise is high because tags are.
NOISE = 24.0
SOUND_WEIGHT, SOUND_LINEAR_WEIGHT, GENRE_WEIGHT, GENRE_WORD_WEIGHT = 1.0, 2.0, 1.5, 1.0
TITLE_WEIGHT, TITLE_WORD_WEIGHT, SOUND_GENRE_WEIGHT = 0.5, 0.5, 1.0
GENRE_DIMS, TITLE_DIMS = 64, 64
QUANTILE_COUNT = 7
DECADES = np.arange(1940, 2030, 10)
# The numbers' weights in the distance of two songs: the features themselves, then what is derived of them.
DERIVED_WEIGHT, FAMILY_WEIGHT = 0.35, 0.35


@dataclass(frozen=True)
class Embedding:
    """Rows of the genre and title buckets (bucketCount, dims) and their weights by rarity (bucketCount,)."""

    genres: np.ndarray
    genre_weights: np.ndarray
    titles: np.ndarray
    title_weights: np.ndarray


def mood_plane(moods: np.ndarray) -> np.ndarray:
    """Returns (count, 2) moods by their ranks, evenly over -1..1: the tags' scale has long tails that no listener meant."""
    return np.stack([2 * rankdata(column) / (len(column) + 1) - 1 for column in moods.T], 1)


def field_of(points: np.ndarray) -> np.ndarray:
    """Returns (count, 25) how near each place of the grid lies to points (count, 2) of the plane, 0..1."""
    squared = ((points[:, None] - GRID[None]) ** 2).sum(2)
    return np.exp(-squared / (2 * GRID_WIDTH**2))


def _decades(songs: SongInputs) -> np.ndarray:
    place = FEATURES.index("releaseYear")
    index = np.clip(np.digitize(songs.features[:, place], DECADES) - 1, 0, len(DECADES) - 1)
    return np.eye(len(DECADES), dtype=np.float32)[index] * songs.feature_mask[:, place : place + 1]


def _mutual_information(counts: csr_matrix, dims: int) -> np.ndarray:
    """Returns (rowCount, dims) factors of the positive pointwise mutual information of rows and columns."""
    table = counts.tocoo()
    total, rows = table.sum(), np.asarray(table.sum(1)).ravel()
    # The power keeps rare columns from standing out for their rarity alone (Levy, Goldberg & Dagan 2015).
    columns = np.asarray(table.sum(0)).ravel() ** 0.75
    columns *= total / columns.sum()
    information = np.log(np.maximum(table.data * total / (rows[table.row] * columns[table.col]), 1e-9))
    kept = information > 0
    positive = csr_matrix((information[kept].astype(np.float32), (table.row[kept], table.col[kept])), shape=table.shape)
    factors, values, _ = randomized_svd(positive, dims, random_state=0, n_iter=3)
    return (factors * np.sqrt(values)).astype(np.float32)


def _rarity(tokens: csr_matrix) -> np.ndarray:
    return np.log(tokens.shape[0] / np.maximum(np.asarray(tokens.sum(0)).ravel(), 1)).astype(np.float32)


def embed_tokens(songs: SongInputs, artists: np.ndarray) -> Embedding:
    """Returns the embedding of genres and title words, learned from which occur together in songs and with which sound."""
    genres, titles = songs.tokens()
    binned = []
    for column, name in enumerate(FEATURES):
        if name in ("key", "releaseYear", "liveness"):
            continue
        values, present = songs.features[:, column], songs.feature_mask[:, column] > 0
        cuts = np.quantile(values[present], np.linspace(0, 1, QUANTILE_COUNT)[1:-1])
        bins = np.digitize(values, cuts)
        rows = np.flatnonzero(present)
        binned.append(
            csr_matrix((np.ones(len(rows), np.float32), (rows, bins[rows])), shape=(len(songs), QUANTILE_COUNT - 1))
        )
    sound = hstack([csr_matrix(songs.family.astype(np.float32)), csr_matrix(_decades(songs)), *binned]).tocsr()
    of_artists = genres[np.unique(artists, return_index=True)[1]]
    return Embedding(
        np.hstack(
            [
                _mutual_information((of_artists.T @ of_artists).tocsr(), GENRE_DIMS),
                _mutual_information((genres.T @ hstack([sound, titles])).tocsr(), GENRE_DIMS),
            ]
        ),
        _rarity(genres),
        np.hstack(
            [
                _mutual_information((titles.T @ hstack([sound, genres])).tocsr(), TITLE_DIMS),
                _mutual_information((titles.T @ titles).tocsr(), TITLE_DIMS),
            ]
        ),
        _rarity(titles),
    )


@dataclass(frozen=True)
class _Views:
    """Songs as each kernel sees them; a song without a kind of input has zeros there and no likeness to any other."""

    sound: np.ndarray
    has_sound: np.ndarray
    genres: np.ndarray
    titles: np.ndarray
    genre_words: csr_matrix
    title_words: csr_matrix

    def rows(self, index: np.ndarray | slice) -> _Views:
        return _Views(*(getattr(self, name)[index] for name in self.__dataclass_fields__))

    def presence(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Returns (songCount,) 1 where a song has sound, genres, title words."""
        return self.has_sound, *(np.any(rows, axis=1).astype(np.float32) for rows in (self.genres, self.titles))


def _sound_linear_factor(songs: _Views) -> np.float32:
    return np.float32(SOUND_LINEAR_WEIGHT * 4 / songs.sound.shape[1])


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def _likeness(one: np.ndarray, other: np.ndarray, gamma: float) -> np.ndarray:
    """Returns exp(-gamma * squared distance) (oneCount, otherCount)."""
    likeness = one @ (2 * gamma * other.T)
    likeness -= gamma * (one**2).sum(1)[:, None]
    likeness -= gamma * (other**2).sum(1)[None]
    return np.exp(np.minimum(likeness, 0, out=likeness), out=likeness)


class MoodTeacher:
    """Learns from songs (labelledCount) and their moods (labelledCount, 2) in the plane; `fields` guesses others'."""

    def __init__(self, songs: SongInputs, points: np.ndarray, scale: FeatureScale, embedding: Embedding):
        self._scale, self._embedding = scale, embedding
        views = self._views = self._see(songs)
        targets = np.hstack([field_of(points), points]).astype(np.float32)
        self._mean = targets.mean(0)
        kernel = self._kernel(views)
        kernel[np.diag_indices(len(songs))] += NOISE
        factor = cho_factor(kernel, lower=True, overwrite_a=True, check_finite=False)
        weights = self._weights = cho_solve(factor, targets - self._mean, check_finite=False).astype(np.float32)
        # What is linear in the inputs needs no kernel to guess with.
        self._sound_line = _sound_linear_factor(views) * views.sound.T @ (weights * views.has_sound[:, None])
        self._genre_line = GENRE_WORD_WEIGHT * (views.genre_words.T @ weights)
        self._title_line = TITLE_WORD_WEIGHT * (views.title_words.T @ weights)

    def fields(self, songs: SongInputs, batch_size: int = 512) -> tuple[np.ndarray, np.ndarray]:
        """Returns the fields (songCount, 25) and the mean points (songCount, 2)."""
        views = self._see(songs)
        parts = [self._guess(views.rows(slice(start, start + batch_size))) for start in range(0, len(songs), batch_size)]
        guessed = np.concatenate(parts) + self._mean
        return guessed[:, : len(GRID)], guessed[:, len(GRID) :]

    def _guess(self, songs: _Views) -> np.ndarray:
        """Returns the kernel between songs and the labelled, times the weights, without writing all of it down."""
        labelled, weights = self._views, self._weights
        have_sound, have_genres, have_titles = (has[:, None] for has in songs.presence())
        sound_known, genres_known, titles_known = (has[:, None] for has in labelled.presence())
        sound = _likeness(songs.sound, labelled.sound, 0.5 / labelled.sound.shape[1])
        guessed = SOUND_WEIGHT * have_sound * (sound @ (weights * sound_known))
        genres = _likeness(songs.genres, labelled.genres, 0.5)
        guessed += GENRE_WEIGHT * have_genres * (genres @ (weights * genres_known))
        sound *= genres
        guessed += SOUND_GENRE_WEIGHT * have_sound * have_genres * (sound @ (weights * sound_known * genres_known))
        titles = _likeness(songs.titles, labelled.titles, 0.5)
        guessed += TITLE_WEIGHT * have_titles * (titles @ (weights * titles_known))
        guessed += have_sound * (songs.sound @ self._sound_line)
        return guessed + songs.genre_words @ self._genre_line + songs.title_words @ self._title_line

    def _kernel(self, songs: _Views) -> np.ndarray:
        """Returns the kernel of songs with each other (songCount, songCount)."""
        has_sound, has_genres, has_titles = songs.presence()
        sound = _likeness(songs.sound, songs.sound, 0.5 / songs.sound.shape[1])
        sound *= np.outer(has_sound, has_sound)
        genres = _likeness(songs.genres, songs.genres, 0.5)
        genres *= np.outer(has_genres, has_genres)
        kernel = SOUND_GENRE_WEIGHT * (sound * genres)
        kernel += np.multiply(sound, SOUND_WEIGHT, out=sound)
        kernel += np.multiply(genres, GENRE_WEIGHT, out=genres)
        present = songs.sound * has_sound[:, None]
        kernel += np.matmul(present, _sound_linear_factor(songs) * present.T, out=sound)
        titles = _likeness(songs.titles, songs.titles, 0.5)
        titles *= TITLE_WEIGHT * np.outer(has_titles, has_titles)
        kernel += titles
        for words, weight in ((songs.genre_words, GENRE_WORD_WEIGHT), (songs.title_words, TITLE_WORD_WEIGHT)):
            kernel += (words @ (weight * words.T)).toarray()
        return kernel

    def _see(self, songs: SongInputs) -> _Views:
        scores = scaled_features(songs.features, songs.feature_mask, self._scale)
        places = {name: FEATURES.index(name) for name in FEATURES}
        mask = songs.feature_mask
        angle = {"tempoBpm": 2 * np.pi * np.log2(np.maximum(songs.features[:, places["tempoBpm"]], 1))}
        angle["key"] = 2 * np.pi * 7 / 12 * songs.features[:, places["key"]]
        circles = [turn(angle[name]) * mask[:, places[name]] for name in angle for turn in (np.sin, np.cos)]
        squares = (scores[:, :9] ** 2 - 1) * mask[:, :9]
        valence = scores[:, places["valence"], None]
        products = valence * scores[:, [places["energy"], places["acousticness"], places["mode"]]]
        derived = np.hstack([np.stack(circles, 1), _decades(songs), squares, products]) * DERIVED_WEIGHT
        # One-hot families are rare: standardised they would shout, so their weight is that of a common one.
        sound = np.hstack([scores, derived, songs.family * FAMILY_WEIGHT * 3]).astype(np.float32)
        genres, titles = songs.tokens()
        weighted_genres = genres.multiply(self._embedding.genre_weights[None]).tocsr()
        weighted_titles = titles.multiply(self._embedding.title_weights[None]).tocsr()
        return _Views(
            sound,
            mask[:, places["energy"]].astype(np.float32),
            _unit(weighted_genres @ self._embedding.genres).astype(np.float32),
            _unit(weighted_titles @ self._embedding.titles).astype(np.float32),
            normalize(genres.multiply(np.sqrt(self._embedding.genre_weights)[None]).tocsr().astype(np.float32)),
            normalize(titles.multiply(np.sqrt(self._embedding.title_weights)[None]).tocsr().astype(np.float32)),
        )
