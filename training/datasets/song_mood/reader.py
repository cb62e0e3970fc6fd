"""Reads listeners' mood of songs, joined to the catalogue by Spotify id and to its artists' genres by name."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

FILE = "deezer_mood_va.csv.gz"
CONTEXT_FILE = "tidytuesday_playlist_context.csv.gz"


def read_listener_moods(data_dir: Path) -> pd.DataFrame:
    """Returns one row a song of the set, in the file's order.

    Columns: valence and arousal (from mood tags, about standard scores), title, artist (lower case), songId (Spotify's,
    where the song was found in the catalogue, else None), msdSongId (the Million Song Dataset's).
    """
    path = data_dir / "song-mood" / FILE
    rows = pd.read_csv(path, dtype={"catalogue_track_id": str, "MSD_sng_id": str, "artist_name": str, "track_name": str})
    moods = pd.DataFrame(
        {
            "valence": pd.to_numeric(rows["valence"], errors="coerce"),
            "arousal": pd.to_numeric(rows["arousal"], errors="coerce"),
            "title": rows["track_name"].fillna(""),
            "artist": rows["artist_name"].fillna("").str.strip().str.lower(),
            "msdSongId": rows["MSD_sng_id"],
            "songId": rows["catalogue_track_id"].astype(object).where(rows["catalogue_track_id"].notna(), None),
        }
    )
    return moods[moods["valence"].notna() & moods["arousal"].notna()].reset_index(drop=True)


def artist_genres_by_name(songs: pd.DataFrame, artists: pd.Series) -> dict[str, list[str]]:
    """Returns the genres of each first artist that has any: songs as read_songs gives them, artists in lower case."""
    known = songs["artistGenres"].str.len() > 0
    return dict(zip(artists[known], songs["artistGenres"][known], strict=True))


def read_playlist_contexts(data_dir: Path) -> pd.DataFrame:
    """Returns one row a song of a public playlist whose title names a context: songId and context ('workout', 'chill' ...)."""
    rows = pd.read_csv(data_dir / "song-mood" / CONTEXT_FILE, dtype=str)
    return pd.DataFrame({"songId": rows["track_id"], "context": rows["context"]})
