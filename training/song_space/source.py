"""Reads the data sets that the space is trained on and measured on into arrays, once, and keeps them in a file."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import pandas as pd

from training.datasets.msd.reader import read_msd_tables
from training.datasets.song_mood.reader import artist_genres_by_name, read_listener_moods, read_playlist_contexts
from training.datasets.songs.reader import first_artist, read_songs
from training.song_space.song_inputs import SongInputs, song_inputs

NO_SONG = -1
SOURCE_FILE = "source.npz"


@dataclass(frozen=True)
class Source:
    """The data sets, before a fold takes its test artists away.

    songs, artists (songCount,), popularity (songCount,) NaN where missing, is_primary (songCount,): the full catalogue. moods
    (moodCount, 2) listeners' valence and arousal with mood_inputs, mood_artists (moodCount,) and mood_songs (moodCount,) their
    positions in the catalogue or NO_SONG. Artists are numbers, the same in both. context_songs (rowCount,) and contexts (rowCount,):
    positions of songs of public playlists and the words of their titles, for measuring alone.
    """

    songs: SongInputs
    artists: np.ndarray
    popularity: np.ndarray
    is_primary: np.ndarray
    moods: np.ndarray
    mood_inputs: SongInputs
    mood_artists: np.ndarray
    mood_songs: np.ndarray
    context_songs: np.ndarray
    contexts: np.ndarray

    def save(self, path: Path) -> None:
        """Writes the arrays to one compressed file."""
        arrays = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, SongInputs):
                arrays |= {f"{field.name}.{name}": array for name, array in value.arrays().items()}
            else:
                arrays[field.name] = value
        np.savez_compressed(path, **arrays)

    @staticmethod
    def load(path: Path) -> Source:
        """Reads what `save` wrote."""
        with np.load(path) as file:
            arrays = {name: file[name] for name in file.files}
        inputs = {
            name: SongInputs(**{key.split(".")[1]: value for key, value in arrays.items() if key.startswith(f"{name}.")})
            for name in ("songs", "mood_inputs")
        }
        return Source(**inputs, **{name: value for name, value in arrays.items() if "." not in name})


def read_source(folder: Path, cache: Path | None = None) -> Source:
    """Reads the full catalogue, listeners' moods and playlist contexts; a song of the moods has the catalogue's inputs where it was found.

    cache: a file of `Source.save` that is read in place of the data sets where it is there, else written.
    """
    if cache is not None and cache.exists():
        return Source.load(cache)
    songs = read_songs(folder, "full")
    artist_names = first_artist(songs["artists"])
    moods = read_listener_moods(folder)
    genres = artist_genres_by_name(songs, artist_names)
    rows = songs.index.get_indexer(moods["songId"])
    inputs = song_inputs(songs)
    # A song that the catalogue lacks has its title and its artist's genres, and what the Million Song Dataset's tables say of it.
    analysed = read_msd_tables(folder).reindex(moods["msdSongId"])
    terms = [listed if isinstance(listed, list) else [] for listed in analysed["artistGenres"]]
    listed = [genres.get(name, own) for name, own in zip(moods["artist"], terms, strict=True)]
    texts = song_inputs(analysed.assign(title=moods["title"].to_numpy(), artistGenres=listed))
    found = np.flatnonzero(rows >= 0)
    artists = pd.factorize(pd.concat([artist_names, moods["artist"]], ignore_index=True))[0].astype(np.int32)
    contexts = read_playlist_contexts(folder)
    context_songs = songs.index.get_indexer(contexts["songId"])
    source = Source(
        songs=inputs,
        artists=artists[: len(songs)],
        popularity=songs["popularity"].to_numpy(np.float32),
        is_primary=songs["isPrimary"].to_numpy(bool),
        moods=moods[["valence", "arousal"]].to_numpy(np.float64),
        mood_inputs=texts.replaced(found, inputs.rows(rows[found])),
        mood_artists=artists[len(songs) :],
        mood_songs=rows.astype(np.int32),
        context_songs=context_songs[context_songs >= 0].astype(np.int32),
        contexts=contexts["context"].to_numpy(str)[context_songs >= 0],
    )
    if cache is not None:
        source.save(cache)
    return source
