"""Reads the song catalogues into one table with one name and one unit for each field, whichever file they come from."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pandas as pd

Catalogue = Literal["open", "full"]

FILES: dict[Catalogue, str] = {"open": "open_catalogue.csv.xz", "full": "catalogue.csv.xz"}

# The audio features, by their names in lib/core/songs/song.ts, with the column of the files that holds each.
FEATURE_COLUMNS = {
    "danceability": "danceability",
    "energy": "energy",
    "valence": "valence",
    "acousticness": "acousticness",
    "instrumentalness": "instrumentalness",
    "speechiness": "speechiness",
    "liveness": "liveness",
    "tempoBpm": "tempo",
    "loudnessDb": "loudness",
    "key": "key",
    "mode": "mode",
}

_FIRST_ARTIST = r"; |, "
_REQUIRED = {"track_id", "name", "artists", "is_primary", "artist_genres", "genre_family", *FEATURE_COLUMNS.values()}


def read_songs(data_dir: Path, catalogue: Catalogue) -> pd.DataFrame:
    """Returns one row a song, by songId in rising order: what is missing is NaN, or None in texts.

    Columns: title, artists ('; ' between several), releaseYear, isExplicit (0 or 1), genreFamily, artistGenres
    (list of at most six), popularity (0 to 100), durationMs, the features of FEATURE_COLUMNS, and isPrimary (one row
    for each first artist and title).
    """
    path = data_dir / "songs" / FILES[catalogue]
    rows = pd.read_csv(
        path, dtype={"track_id": str, "name": str, "artists": str}, low_memory=False, keep_default_na=True
    )
    if lacking := _REQUIRED - set(rows.columns):
        raise ValueError(f"{path.name} lacks the columns {sorted(lacking)}.")
    is_id = rows.track_id.str.fullmatch(r"[A-Za-z0-9]{22}")
    if not is_id.all():
        raise ValueError(
            f"{path.name}: {(~is_id).sum()} rows have no 22-character track id, the first {rows.track_id[~is_id].iloc[0]!r}."
        )
    year = rows["release_year"] if catalogue == "open" else rows["release_date"].astype(str).str.extract(r"^(\d{4})")[0]
    genres = rows["artist_genres"].fillna("").str.replace("; ", ";").str.split(";")
    songs = pd.DataFrame(
        {
            "title": rows["name"].fillna(""),
            "artists": rows["artists"].fillna(""),
            "releaseYear": pd.to_numeric(year, errors="coerce"),
            "isExplicit": pd.to_numeric(rows["explicit"], errors="coerce"),
            "genreFamily": rows["genre_family"].astype(object).where(rows["genre_family"].notna(), None),
            "artistGenres": [[genre.strip() for genre in listed if genre.strip()][:6] for listed in genres],
            "popularity": pd.to_numeric(rows["popularity"], errors="coerce"),
            "durationMs": pd.to_numeric(rows["duration_ms"], errors="coerce"),
            "isPrimary": rows["is_primary"] == 1,
        }
    )
    for name, column in FEATURE_COLUMNS.items():
        songs[name] = pd.to_numeric(rows[column], errors="coerce")
    # Spotify writes a tempo of 0 where it found no beat.
    songs.loc[~(songs["tempoBpm"] > 0), "tempoBpm"] = float("nan")
    songs.index = pd.Index(rows["track_id"], name="songId")
    if songs.index.has_duplicates:
        raise ValueError(f"{path.name}: {songs.index.duplicated().sum()} track ids occur more than once.")
    return songs.sort_index()


def first_artist(artists: pd.Series) -> pd.Series:
    """Returns the first artist of each credit in lower case: what people are kept together by in a split."""
    return artists.str.split(_FIRST_ARTIST, regex=True).str[0].str.strip().str.lower()
