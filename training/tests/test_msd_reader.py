"""The Million Song Dataset: song files, summary files, tables, and the joins to the catalogue and to the tower's inputs."""

from __future__ import annotations

import h5py
import numpy as np
import pandas as pd
import pytest

from training.datasets.msd import reader
from training.datasets.msd.reader import COLUMNS, join_to_catalogue, read_msd_hdf5, read_msd_tables
from training.song_space.song_inputs import FEATURES, song_inputs

ANALYSIS = [
    ("track_id", "S32"),
    ("danceability", "f8"),
    ("duration", "f8"),
    ("energy", "f8"),
    ("key", "i4"),
    ("key_confidence", "f8"),
    ("loudness", "f8"),
    ("mode", "i4"),
    ("mode_confidence", "f8"),
    ("tempo", "f8"),
]
METADATA = [("song_id", "S32"), ("title", "S1024"), ("artist_name", "S1024"), ("idx_artist_terms", "i4")]
BRAINZ = [("year", "i4")]


def write_file(path, count: int, terms: list[list[str]] | None = None) -> None:
    """A file as the set ships it: one song, or a row a song; the summary file has no terms."""
    listed = terms or [[] for _ in range(count)]
    starts = np.cumsum([0, *(len(row) for row in listed[:-1])])
    rows = range(count)
    with h5py.File(path, "w") as file:
        analysis = [
            (f"TR{n:016d}", 0.0, 200.5 + n, 0.0, n % 12, 0.5 * (n % 2), -7.0 - n, n % 2, 0.4, 100.0 * (n % 3)) for n in rows
        ]
        file["analysis/songs"] = np.array(analysis, ANALYSIS)
        names = [(f"SO{n:016d}", f"Sóng {n}".encode(), f"Artist {n}", starts[n] if terms else 0) for n in rows]
        file["metadata/songs"] = np.array(names, METADATA)
        file["musicbrainz/songs"] = np.array([(1980 + n if n % 2 else 0,) for n in rows], BRAINZ)
        file["metadata/artist_terms"] = np.array([term for row in listed for term in row], "S256")


def test_a_song_file_is_read_in_the_catalogue_s_fields_and_units(tmp_path):
    write_file(tmp_path / "song.h5", 1, [["dance pop", "rock"]])
    (songs,) = read_msd_hdf5(tmp_path / "song.h5")
    song = songs.iloc[0]
    assert songs.index[0] == "SO0000000000000000" and song["msdTrackId"] == "TR0000000000000000"
    assert (song["title"], song["artists"], song["artistGenres"]) == ("Sóng 0", "Artist 0", ["dance pop", "rock"])
    assert (song["durationMs"], song["loudnessDb"]) == (200_500, -7.0)


def test_what_was_never_released_or_never_found_is_missing(tmp_path):
    write_file(tmp_path / "summary.h5", 6)
    (songs,) = read_msd_hdf5(tmp_path / "summary.h5")
    assert songs["energy"].isna().all() and songs["danceability"].isna().all()
    assert songs["tempoBpm"].isna().tolist() == [n % 3 == 0 for n in range(6)]
    assert songs["releaseYear"].isna().tolist() == [n % 2 == 0 for n in range(6)]
    # a key without confidence is a guess of the analysis, not a key
    assert songs["key"].isna().tolist() == [n % 2 == 0 for n in range(6)]


def test_a_summary_file_comes_in_parts_with_each_song_s_own_terms(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "ROWS_AT_ONCE", 4)
    terms = [[f"term {n} {place}" for place in range(n % 3)] for n in range(10)]
    write_file(tmp_path / "summary.h5", 10, terms)
    parts = list(read_msd_hdf5(tmp_path / "summary.h5"))
    assert [len(part) for part in parts] == [4, 4, 2]
    assert [genres for part in parts for genres in part["artistGenres"]] == terms


def test_a_file_that_is_no_song_file_is_refused_by_what_it_lacks(tmp_path):
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["something"] = [1]
    with pytest.raises(ValueError, match="analysis/songs"):
        list(read_msd_hdf5(tmp_path / "other.h5"))


def test_its_songs_can_be_given_to_the_tower(tmp_path):
    write_file(tmp_path / "summary.h5", 6)
    (songs,) = read_msd_hdf5(tmp_path / "summary.h5")
    inputs = song_inputs(songs)
    masked = {name: inputs.feature_mask[:, FEATURES.index(name)].tolist() for name in ("energy", "loudnessDb", "tempoBpm")}
    assert masked == {"energy": [0] * 6, "loudnessDb": [1] * 6, "tempoBpm": [0, 1, 1, 0, 1, 1]}


def test_tables_of_the_subset_are_read_and_their_header_rows_left_out(tmp_path):
    folder = tmp_path / "msd"
    folder.mkdir()
    made_up = {
        "SongID": ["SOAAAAAAAAAAAAAAAA", "SongID"],
        "ArtistName": ["One", "ArtistName"],
        "Title": ["First", "Title"],
        "Year": [0, "Year"],
        "Duration": [100.0, 0],
        "Tempo": [120.0, 0],
        "Loudness": [-5.0, 0],
        "key": [3, 0],
        "keyConfidence": [0.0, 0],
        "mode": [1, 0],
        "mode_confidence": [0.9, 0],
    }
    pd.DataFrame(made_up).to_csv(folder / reader.SONGS_FILE, index=False)
    terms = pd.DataFrame({"song.id": ["SOAAAAAAAAAAAAAAAA"], "artist.terms": ["hip hop"]})
    terms.to_csv(folder / reader.TERMS_FILE, index=False)
    songs = read_msd_tables(tmp_path)
    assert list(songs.columns) == list(COLUMNS) and len(songs) == 1
    song = songs.iloc[0]
    assert song["artistGenres"] == ["hip hop"] and song["mode"] == 1 and np.isnan(song["key"]) and np.isnan(song["releaseYear"])


def test_songs_are_found_in_the_catalogue_by_artist_and_title_whatever_their_spelling():
    songs = pd.DataFrame(
        {
            "title": ["Déjà Vu!", "Deja Vu", "Other"],
            "artists": ["The One; Guest", "The One", "Else"],
            "isPrimary": [False, True, True],
            "popularity": [90.0, 10.0, 50.0],
        },
        index=["a", "b", "c"],
    )
    msd = pd.DataFrame({"title": ["DEJA VU", "Unknown"], "artists": ["the one", "Else"]}, index=["SO1", "SO2"])
    assert join_to_catalogue(msd, songs).tolist() == ["b", None]
