"""Reads songs of the Million Song Dataset, from its HDF5 files or from tables made of them, in the fields of the catalogue.

An HDF5 file holds one song or, as the set's summary file does, a row a song in the same three compound tables. Energy and
danceability were never released: they are 0 in every row, and missing here. So are a tempo of 0, a year of 0, and a key or
mode that the analysis had no confidence in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import h5py
import numpy as np
import pandas as pd

from training.datasets.songs.reader import first_artist
from training.song_space.song_inputs import words_of

SONGS_FILE, TERMS_FILE = "msd10k_titles_angelb26.csv.gz", "msd10k_corgis_music.csv.gz"
TABLES = ("analysis/songs", "metadata/songs", "musicbrainz/songs")
MAX_GENRE_COUNT = 6
# The summary file has a million rows; so many at a time are held.
ROWS_AT_ONCE = 50_000

COLUMNS = (
    "title",
    "artists",
    "artistGenres",
    "releaseYear",
    "durationMs",
    "tempoBpm",
    "loudnessDb",
    "key",
    "mode",
    "danceability",
    "energy",
)


def _texts(values: np.ndarray) -> list[str]:
    return [value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in values]


def _in_catalogue_fields(
    song_ids: list[str],
    texts: dict[str, list],
    *,
    year: np.ndarray,
    duration_sec: np.ndarray,
    tempo: np.ndarray,
    loudness: np.ndarray,
    key: np.ndarray,
    key_confidence: np.ndarray,
    mode: np.ndarray,
    mode_confidence: np.ndarray,
) -> pd.DataFrame:
    def above_zero(values: np.ndarray) -> np.ndarray:
        values = np.asarray(values, float)
        return np.where(values > 0, values, np.nan)

    songs = pd.DataFrame(
        {
            **texts,
            "releaseYear": above_zero(year),
            "durationMs": np.round(above_zero(duration_sec) * 1000),
            "tempoBpm": above_zero(tempo),
            "loudnessDb": np.asarray(loudness, float),
            "key": np.where(np.asarray(key_confidence, float) > 0, np.asarray(key, float), np.nan),
            "mode": np.where(np.asarray(mode_confidence, float) > 0, np.asarray(mode, float), np.nan),
            "danceability": np.nan,
            "energy": np.nan,
        },
        index=pd.Index(song_ids, name="msdSongId"),
    )
    return songs[[*COLUMNS, *(name for name in songs if name not in COLUMNS)]]


def _genres_of(file: h5py.File, first_row: int) -> list[list[str]]:
    """Returns the first artist terms of so many rows; the summary file has the table but no terms in it."""
    starts = file[TABLES[1]].fields("idx_artist_terms")[first_row : first_row + ROWS_AT_ONCE + 1]
    row_count = min(ROWS_AT_ONCE, len(file[TABLES[1]]) - first_row)
    if "artist_terms" not in file["metadata"] or len(file["metadata/artist_terms"]) == 0:
        return [[] for _ in range(row_count)]
    terms = file["metadata/artist_terms"]
    ends = np.append(starts[1:], len(terms))
    return [_texts(terms[start : min(end, start + MAX_GENRE_COUNT)]) for start, end in zip(starts[:row_count], ends)]


def read_msd_hdf5(path: Path) -> Iterator[pd.DataFrame]:
    """Yields the songs of an HDF5 file, at most 50,000 at a time, by msdSongId; beside COLUMNS also msdTrackId."""
    with h5py.File(path) as file:
        if lacking := [name for name in TABLES if name not in file]:
            raise ValueError(f"{path.name} lacks the tables {lacking}; expected those of a Million Song Dataset file.")
        counts = {name: len(file[name]) for name in TABLES}
        if len(set(counts.values())) != 1:
            raise ValueError(f"{path.name}: the tables have different numbers of rows: {counts}.")
        for start in range(0, counts[TABLES[0]], ROWS_AT_ONCE):
            analysis, metadata, brainz = (file[name][start : start + ROWS_AT_ONCE] for name in TABLES)
            yield _in_catalogue_fields(
                _texts(metadata["song_id"]),
                {
                    "title": _texts(metadata["title"]),
                    "artists": _texts(metadata["artist_name"]),
                    "artistGenres": _genres_of(file, start),
                    "msdTrackId": _texts(analysis["track_id"]),
                },
                year=brainz["year"],
                duration_sec=analysis["duration"],
                tempo=analysis["tempo"],
                loudness=analysis["loudness"],
                key=analysis["key"],
                key_confidence=analysis["key_confidence"],
                mode=analysis["mode"],
                mode_confidence=analysis["mode_confidence"],
            )


def read_msd_tables(data_dir: Path) -> pd.DataFrame:
    """Returns the 10,000 songs of the set's subset by msdSongId: titles and analysis from one table, the artist's first term from another."""
    folder = data_dir / "msd"
    rows = pd.read_csv(folder / SONGS_FILE, low_memory=False)
    rows = rows[rows["SongID"].astype(str).str.fullmatch(r"SO\w{16}")].drop_duplicates("SongID")
    terms = pd.read_csv(folder / TERMS_FILE, usecols=["song.id", "artist.terms"], dtype=str).drop_duplicates("song.id")
    term_of = dict(zip(terms["song.id"], terms["artist.terms"], strict=True))
    genres = [[term] if isinstance(term := term_of.get(song), str) and term not in ("", "0") else [] for song in rows["SongID"]]
    return _in_catalogue_fields(
        rows["SongID"].tolist(),
        {
            "title": rows["Title"].fillna("").astype(str).tolist(),
            "artists": rows["ArtistName"].fillna("").astype(str).tolist(),
            "artistGenres": genres,
        },
        year=pd.to_numeric(rows["Year"], errors="coerce").to_numpy(),
        duration_sec=rows["Duration"].to_numpy(),
        tempo=rows["Tempo"].to_numpy(),
        loudness=rows["Loudness"].to_numpy(),
        key=rows["key"].to_numpy(),
        key_confidence=rows["keyConfidence"].to_numpy(),
        mode=rows["mode"].to_numpy(),
        mode_confidence=rows["mode_confidence"].to_numpy(),
    )


def _join_keys(titles: pd.Series, artists: pd.Series) -> pd.Series:
    names = first_artist(artists)
    keys = [f"{' '.join(words_of(artist))}\t{' '.join(words_of(title))}" for artist, title in zip(names, titles)]
    return pd.Series(keys, index=titles.index)


def join_to_catalogue(msd: pd.DataFrame, songs: pd.DataFrame) -> pd.Series:
    """Returns the Spotify songId of each Million Song Dataset song, by first artist and title, or None.

    songs: as read_songs gives them; of several recordings the primary one is taken, else the most popular.
    """
    ordered = songs.sort_values(["isPrimary", "popularity"], ascending=False, kind="stable")
    keys = _join_keys(ordered["title"], ordered["artists"])
    song_of = dict(zip(keys[::-1], ordered.index[::-1], strict=True))
    found = _join_keys(msd["title"], msd["artists"]).map(song_of)
    return found.astype(object).where(found.notna(), None)
