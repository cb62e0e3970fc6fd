"""Builds the song index: the catalogue's songs with their vectors, in one file that the server opens and searches.

The file, little-endian: 'ATTUNESI', then uint32 version, dims, songCount, headerBytes, residentBytes and a 0; a JSON header; the
sections that it lists, each at a multiple of 8 bytes with its CRC-32. What lies behind residentBytes (the float vectors, and of a very
large catalogue ids, texts and genres) stays in the file and is read when it is asked for. lib/core/songs/open-song-index.ts reads it.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

MAGIC = b"ATTUNESI"
VERSION = 2
ALIGNMENT_BYTES = 8
PREAMBLE_BYTES = 32
# From so many songs on these stay in the file: a playlist asks for a few hundred songs of them, and they are a quarter of the memory.
LARGE_SONG_COUNT = 400_000
LEFT_SECTIONS = ("songIds", "titleText", "titleOffsets", "creditText", "artistGenreIndexes", "artistGenreOffsets")
INDEX_FILE, MANIFEST_FILE = "song-index.bin", "manifest.json"
INT8_MAX = 127


@dataclass(frozen=True)
class ColumnCode:
    """How a number is stored: value = min + code * step; the dtype's largest code means missing."""

    dtype: str
    min: float
    step: float

    @property
    def missing_code(self) -> int:
        return int(np.iinfo(self.dtype).max)


# By the names of numberFields in lib/core/songs/song-index.ts. A step is finer than anybody hears or sees.
COLUMN_CODES = {
    "releaseYear": ColumnCode("uint16", 0, 1),
    "isExplicit": ColumnCode("uint8", 0, 1),
    "genreFamily": ColumnCode("uint8", 0, 1),
    "popularity": ColumnCode("uint8", 0, 1),
    "durationMs": ColumnCode("uint32", 0, 1),
    "danceability": ColumnCode("uint8", 0, 0.004),
    "energy": ColumnCode("uint8", 0, 0.004),
    "valence": ColumnCode("uint8", 0, 0.004),
    "acousticness": ColumnCode("uint8", 0, 0.004),
    "instrumentalness": ColumnCode("uint8", 0, 0.004),
    "speechiness": ColumnCode("uint8", 0, 0.004),
    "liveness": ColumnCode("uint8", 0, 0.004),
    "tempoBpm": ColumnCode("uint16", 0, 0.01),
    "loudnessDb": ColumnCode("uint16", -60, 0.01),
    "key": ColumnCode("uint8", 0, 1),
    "mode": ColumnCode("uint8", 0, 1),
    "moodValence": ColumnCode("uint8", 0, 0.004),
    "moodArousal": ColumnCode("uint8", 0, 0.004),
}
# The shares of the catalogue's songs that listeners' tags are thought to call less pleasant, less activated; a table may come without.
OPTIONAL_COLUMNS = ("moodValence", "moodArousal")

TERMS = (
    "Song names and audio features come from published teaching and research data sets whose repositories state CC0 or "
    "MIT (tidytuesday 2020-01-21 spotify_songs, FestifyMe, BDDA, Contrastive-Learning-for-Music-Recommendation); years, "
    "explicit flags, genres and which recording is listed are single facts joined from a larger research catalogue. The "
    "audio features were computed by Spotify, whose terms forbid training models on content taken from its API; nothing "
    "here was taken from that API by this project. The vectors come from a model that also learned from listeners' mood "
    "tags (Deezer mood detection set, Last.fm and Million Song Dataset) and from song data sets without a stated "
    "licence. Research and personal use only."
)


def quantize_vectors(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns int8 vectors (songCount, dims) and scales (songCount,) with which each row has unit length again."""
    if not np.isfinite(vectors).all():
        raise ValueError(f"{(~np.isfinite(vectors).all(1)).sum()} song vectors are not finite.")
    peaks = np.abs(vectors).max(1, keepdims=True)
    if not (peaks > 0).all():
        raise ValueError(f"{(peaks <= 0).sum()} song vectors have no direction.")
    codes = np.round(vectors / peaks * INT8_MAX).astype(np.int8)
    scales = 1 / np.linalg.norm(codes.astype(np.float64), axis=1)
    return codes, scales.astype(np.float32)


def encode_column(values: np.ndarray, code: ColumnCode, name: str) -> np.ndarray:
    """Returns the codes of a number column; NaN becomes the missing code."""
    is_missing = np.isnan(values)
    codes = np.round((np.where(is_missing, code.min, values) - code.min) / code.step)
    if len(codes) and (codes.min() < 0 or codes.max() >= code.missing_code):
        raise ValueError(f"{name} goes from {np.nanmin(values)} to {np.nanmax(values)}; {code} cannot hold that.")
    return np.where(is_missing, code.missing_code, codes).astype(code.dtype)


def _text_sections(name: str, texts: list[str]) -> dict[str, np.ndarray]:
    encoded = [text.encode() for text in texts]
    offsets = np.concatenate([[0], np.cumsum([len(text) for text in encoded])]).astype(np.uint32)
    return {f"{name}Text": np.frombuffer(b"".join(encoded), np.uint8), f"{name}Offsets": offsets}


def write_song_index(path: Path, songs: pd.DataFrame, vectors: np.ndarray, space_id: str, *, keep_exact: bool = False) -> None:
    """Writes the index of songs (as read_songs gives them, by rising songId) and their unit vectors (songCount, dims).

    keep_exact: the vectors as they are go in too, to score the best again; four times the size, so the committed index goes without.
    """
    song_ids = songs.index.to_numpy(dtype=str)
    if len(vectors) != len(songs):
        raise ValueError(f"{len(vectors)} vectors for {len(songs)} songs.")
    if not (song_ids[1:] > song_ids[:-1]).all():
        raise ValueError("Song ids must be unique and in rising order.")
    codes, scales = quantize_vectors(vectors)
    families = sorted(songs["genreFamily"].dropna().unique())
    genres = sorted({genre for listed in songs["artistGenres"] for genre in listed})
    genre_index = {genre: index for index, genre in enumerate(genres)}
    credits, credit_indexes = np.unique(songs["artists"].to_numpy(dtype=str), return_inverse=True)
    genre_counts = songs["artistGenres"].str.len().to_numpy()

    sections: dict[str, np.ndarray] = {
        "vectors": codes,
        "scales": scales,
        "songIds": np.frombuffer("".join(song_ids).encode("ascii"), np.uint8),
        **_text_sections("title", songs["title"].tolist()),
        **_text_sections("credit", credits.tolist()),
        "creditIndexes": credit_indexes.astype(np.uint32),
        "artistGenreIndexes": np.array([genre_index[g] for listed in songs["artistGenres"] for g in listed], np.uint16),
        "artistGenreOffsets": np.concatenate([[0], np.cumsum(genre_counts)]).astype(np.uint32),
    }
    numbers = songs.assign(genreFamily=songs["genreFamily"].map({name: i for i, name in enumerate(families)}))
    for name, code in COLUMN_CODES.items():
        if name in numbers or name not in OPTIONAL_COLUMNS:
            sections[name] = encode_column(numbers[name].to_numpy(dtype=float), code, name)
    left = {name: sections.pop(name) for name in LEFT_SECTIONS if len(songs) >= LARGE_SONG_COUNT}
    if keep_exact:
        left["exactVectors"] = vectors.astype(np.float32)

    header = {"spaceId": space_id, "genreFamilies": families, "artistGenres": genres}
    # Offsets depend on the header's length and it on them: the header is padded to a length that is settled first.
    listed = _list_sections(sections | left, 0)
    header_bytes = len(json.dumps({**header, "sections": listed})) + 12 * len(listed)
    header_bytes += -(PREAMBLE_BYTES + header_bytes) % ALIGNMENT_BYTES
    listed = _list_sections(sections | left, PREAMBLE_BYTES + header_bytes)
    text = json.dumps({**header, "sections": listed}).ljust(header_bytes).encode("ascii")
    last = listed[len(sections) - 1]
    resident_bytes = last["offset"] + sections[last["name"]].nbytes
    resident_bytes += -resident_bytes % ALIGNMENT_BYTES
    with path.open("wb") as file:
        file.write(MAGIC + struct.pack("<6I", VERSION, codes.shape[1], len(songs), header_bytes, resident_bytes, 0) + text)
        for section, values in zip(listed, (sections | left).values(), strict=True):
            file.write(b"\0" * (section["offset"] - file.tell()))
            file.write(np.ascontiguousarray(values).tobytes())
        file.write(b"\0" * max(0, resident_bytes - file.tell()))


def _list_sections(sections: dict[str, np.ndarray], start: int) -> list[dict]:
    listed, offset = [], start
    for name, values in sections.items():
        offset += -offset % ALIGNMENT_BYTES
        checksum = zlib.crc32(np.ascontiguousarray(values))
        entry = {"name": name, "dtype": str(values.dtype), "offset": offset, "length": int(values.size), "crc32": checksum}
        if name in COLUMN_CODES:
            code = COLUMN_CODES[name]
            entry |= {"min": code.min, "step": code.step, "missingCode": code.missing_code}
        listed.append(entry)
        offset += values.nbytes
    return listed


def write_index_manifest(folder: Path, songs: pd.DataFrame, dims: int, space_id: str, versions: dict[str, str]) -> dict:
    """Writes what the index is, where it comes from and the hash of its file; returns it."""
    file = folder / INDEX_FILE
    manifest = {
        "formatVersion": VERSION,
        "indexId": "song-index",
        "version": 2,
        "spaceId": space_id,
        "models": versions,
        "dims": dims,
        "songCount": len(songs),
        "file": INDEX_FILE,
        "sizeBytes": file.stat().st_size,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "missingShare": {
            "releaseYear": round(float(songs["releaseYear"].isna().mean()), 4),
            "isExplicit": round(float(songs["isExplicit"].isna().mean()), 4),
            "genreFamily": round(float(songs["genreFamily"].isna().mean()), 4),
            "artistGenres": round(float((songs["artistGenres"].str.len() == 0).mean()), 4),
            "popularity": round(float(songs["popularity"].isna().mean()), 4),
            **{name: round(float(songs[name].isna().mean()), 4) for name in OPTIONAL_COLUMNS if name in songs},
        },
        "terms": TERMS,
    }
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest, indent=2) + "\n")
    return manifest
