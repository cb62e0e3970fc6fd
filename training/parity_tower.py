"""Writes tower-parity.json in lib/core/songs: made-up songs, and the song tower's inputs that song_inputs.py makes of them.

The tests of both languages hold their own inputs against it: training/tests/test_song_space.py and tower-inputs.test.ts.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from training.paths import REPO_DIR
from training.song_space.song_inputs import song_inputs

FIXTURES_PATH = REPO_DIR / "lib" / "core" / "songs" / "tower-parity.json"

# Letters of many scripts, marks that do and do not combine, ligatures, numerals, half of nothing.
SONGS = [
    {"title": "Straße nach Ænima", "artistGenres": ["neue deutsche härte", "rock"], "genreFamily": "rock", "energy": 0.71, "valence": 0.4},
    {"title": "Ça plane pour moi!", "artistGenres": [], "genreFamily": None, "danceability": 0.5, "tempoBpm": 171.25, "loudnessDb": -6.5},
    {"title": "ΟΔΟΣ Ὀδυσσεύς Σ", "artistGenres": ["r&b", "neo-soul"], "genreFamily": "r&b-soul", "key": 0, "mode": 0, "durationMs": 1},
    {"title": "İstanbul ŉ ﬁre ½ ²", "artistGenres": ["türkçe pop"], "genreFamily": "no such family", "releaseYear": 1999},
    {"title": "हिन्दी गाना", "artistGenres": ["filmi", "desi  pop"], "genreFamily": "pop", "speechiness": 0.0},
    {"title": "ไทย เพลง น้ำ", "artistGenres": ["thai-pop"], "genreFamily": None, "liveness": 1.0},
    {"title": "グリズリーに襲われたら♡ が", "artistGenres": ["j-pop", "=", "—"], "genreFamily": "k-pop", "instrumentalness": 0.9},
    {"title": "שָׁלוֹם _under_score_ a̴b", "artistGenres": ["ﷺ", "한국 인디"], "genreFamily": "folk", "acousticness": 0.33},
    {"title": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen", "artistGenres": [], "genreFamily": None},
    {
        "title": "",
        "artistGenres": [f"genre number {number} of many words" for number in range(12)],
        "genreFamily": "comedy-spoken",
        "energy": 1.0,
    },
]


def fixtures() -> list[dict]:
    """Returns what tower-parity.json holds: each song with its fields that are present, and its rows of the inputs."""
    inputs = song_inputs(pd.DataFrame(SONGS)).by_name()
    return [
        {
            "song": {name: value for name, value in song.items() if value is not None},
            "inputs": {name: [round(float(value), 6) for value in values[row]] for name, values in inputs.items()},
        }
        for row, song in enumerate(SONGS)
    ]


if __name__ == "__main__":
    FIXTURES_PATH.write_text(json.dumps(fixtures(), ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n")
