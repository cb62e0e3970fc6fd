"""Turns songs into the song tower's inputs: audio features with a mask, genre family, year, and hashed words.

Everything here is simple enough to be done again in TypeScript, letter by letter: training/contracts/song-tower.json
says the same in words.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from training.paths import contract_path

_CONTRACT = json.loads(contract_path("song-tower").read_text())
FEATURES: tuple[str, ...] = tuple(_CONTRACT["featureNames"])
GENRE_FAMILIES: tuple[str, ...] = tuple(_CONTRACT["genreFamilies"])
# The tower takes lists of this length: six genres have 24 tokens at most, and few titles 12 words.
MAX_GENRE_TOKENS: int = _CONTRACT["tokens"]["genreTokenCount"]
MAX_TITLE_TOKENS: int = _CONTRACT["tokens"]["titleTokenCount"]
NO_TOKEN = -1
GENRE_BUCKETS: int = _CONTRACT["tokens"]["genreBucketCount"]
TITLE_BUCKETS: int = _CONTRACT["tokens"]["titleBucketCount"]

_FNV_OFFSET, _FNV_PRIME = 0x811C9DC5, 0x01000193
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class SongInputs:
    """What the tower takes, a row a song.

    features (songCount, 13) with 0 where absent; feature_mask (songCount, 13) 1 where present; family (songCount, 21)
    one-hot or 0; genre_buckets (songCount, 24) and title_buckets (songCount, 12) the rising buckets of the song's tokens,
    then -1.
    """

    features: np.ndarray
    feature_mask: np.ndarray
    family: np.ndarray
    genre_buckets: np.ndarray
    title_buckets: np.ndarray

    def __len__(self) -> int:
        return len(self.features)

    def arrays(self) -> dict[str, np.ndarray]:
        """Returns the arrays by their names here."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def rows(self, index: np.ndarray) -> SongInputs:
        """Returns the songs at `index`, in its order."""
        return SongInputs(**{name: array[index] for name, array in self.arrays().items()})

    def replaced(self, at: np.ndarray, songs: SongInputs) -> SongInputs:
        """Returns these songs with those at `at` replaced by `songs`."""
        arrays = {name: array.copy() for name, array in self.arrays().items()}
        for name, values in songs.arrays().items():
            arrays[name][at] = values
        return SongInputs(**arrays)

    def joined(self, songs: SongInputs) -> SongInputs:
        """Returns these songs and then `songs`."""
        return SongInputs(**{name: np.concatenate([array, getattr(songs, name)]) for name, array in self.arrays().items()})

    def by_name(self) -> dict[str, np.ndarray]:
        """Returns the tower's inputs by the names and shapes of the contract, float32."""
        return {
            "features": self.features,
            "featureMask": self.feature_mask,
            "family": self.family.astype(np.float32),
            "genreTokens": self.genre_buckets.astype(np.float32),
            "titleTokens": self.title_buckets.astype(np.float32),
        }

    def tokens(self) -> tuple[csr_matrix, csr_matrix]:
        """Returns genre and title tokens as sparse matrices of ones, (songCount, GENRE_BUCKETS) and (songCount, TITLE_BUCKETS)."""
        return _multi_hot(self.genre_buckets, GENRE_BUCKETS), _multi_hot(self.title_buckets, TITLE_BUCKETS)


def _multi_hot(buckets: np.ndarray, bucket_count: int) -> csr_matrix:
    present = buckets != NO_TOKEN
    ends = np.concatenate([[0], np.cumsum(present.sum(1))])
    values = np.ones(ends[-1], np.float32)
    return csr_matrix((values, buckets[present].astype(np.int32), ends), shape=(len(buckets), bucket_count))


def token_bucket(token: str, bucket_count: int) -> int:
    """Returns the bucket of a token: FNV-1a over its UTF-8 bytes, 32 bits, folded by modulo."""
    value = _FNV_OFFSET
    for byte in token.encode():
        value = ((value ^ byte) * _FNV_PRIME) & 0xFFFFFFFF
    return value % bucket_count


def words_of(text: str) -> list[str]:
    """Returns the words of a text: NFKD without combining marks, lower case, runs of letters and digits."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return _WORD.findall(plain.lower())


def genre_tokens(genres: Iterable[str]) -> set[str]:
    """Returns the tokens of an artist's genres: each genre as a whole ('=' before its words) and each of its words."""
    tokens: set[str] = set()
    for genre in genres:
        words = words_of(genre)
        tokens.add("=" + " ".join(words))
        tokens.update(words)
    return tokens


def title_tokens(title: str) -> set[str]:
    """Returns the tokens of a title: its words."""
    return set(words_of(title))


def _bucket_lists(token_sets: Sequence[set[str]], width: int, bucket_count: int) -> np.ndarray:
    known: dict[str, int] = {}
    lists = np.full((len(token_sets), width), NO_TOKEN, np.int16)
    for row, tokens in enumerate(token_sets):
        for token in tokens:
            if token not in known:
                known[token] = token_bucket(token, bucket_count)
        buckets = sorted({known[token] for token in tokens})[:width]
        lists[row, : len(buckets)] = buckets
    return lists


def song_inputs(songs: pd.DataFrame) -> SongInputs:
    """Returns the inputs of songs with the columns of read_songs; a column that is absent counts as missing."""
    count = len(songs)
    values = np.full((count, len(FEATURES)), np.nan, np.float32)
    for column, name in enumerate(FEATURES):
        if name in songs:
            values[:, column] = songs[name].to_numpy(dtype=np.float32)
    mask = np.isfinite(values)
    family = np.zeros((count, len(GENRE_FAMILIES)), np.uint8)
    if "genreFamily" in songs:
        places = {name: place for place, name in enumerate(GENRE_FAMILIES)}
        for row, name in enumerate(songs["genreFamily"]):
            if name in places:
                family[row, places[name]] = 1
    genres = songs["artistGenres"] if "artistGenres" in songs else [()] * count
    titles = songs["title"] if "title" in songs else [""] * count
    return SongInputs(
        np.where(mask, values, 0).astype(np.float32),
        mask.astype(np.float32),
        family,
        _bucket_lists([genre_tokens(listed) for listed in genres], MAX_GENRE_TOKENS, GENRE_BUCKETS),
        _bucket_lists([title_tokens(title) for title in titles], MAX_TITLE_TOKENS, TITLE_BUCKETS),
    )
