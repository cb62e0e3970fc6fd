"""Reads Capture-24 as it is released: a file a participant (P001.csv.gz) and the dictionary from annotations to labels.

The rows of a participant's file are time,x,y,z,annotation: time of day without a zone, acceleration in g, and the annotation's
text, which is empty where nobody annotated.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from training.signal.recording import ChannelSeries, Recording

# The authors' split.
TRAIN_PEOPLE = tuple(f"P{number:03d}" for number in range(1, 102))
TEST_PEOPLE = tuple(f"P{number:03d}" for number in range(102, 152))

COLUMNS = ["time", "x", "y", "z", "annotation"]
CHANNEL_OF_COLUMN = {"x": "accX", "y": "accY", "z": "accZ"}
NOT_ANNOTATED = -1

DICTIONARY_FILE = "annotation-label-dictionary.csv"
SCHEME_PREFIX = "label:"
# Text is bulky: so many rows are held as text at once.
ROWS_PER_PART = 500_000


@dataclass(frozen=True)
class Annotated:
    """One participant's recording. annotations: the texts that occur, in order of appearance.

    codes: (rowCount,) int16 indices into annotations for the times of the recording's channels, NOT_ANNOTATED where there is none.
    """

    recording: Recording
    annotations: list[str]
    codes: np.ndarray


def folder_of(data_dir: Path) -> Path:
    """Returns the folder with the participants' files and the dictionary."""
    return data_dir / "capture24"


def participant_paths(data_dir: Path, people: tuple[str, ...]) -> dict[str, Path]:
    """Returns the files that are there of the people named, by their names; at least one is expected."""
    paths = {person: folder_of(data_dir) / f"{person}.csv.gz" for person in people}
    found = {person: path for person, path in paths.items() if path.exists()}
    if not found:
        raise FileNotFoundError(f"Found no recording in {folder_of(data_dir)}; expected {people[0]}.csv.gz to {people[-1]}.csv.gz.")
    return found


def read_label_of_annotation(data_dir: Path, scheme: str) -> dict[str, str]:
    """Returns the label of each annotation under one of the dictionary's schemes, such as Walmsley2020."""
    path = folder_of(data_dir) / DICTIONARY_FILE
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    schemes = [name.removeprefix(SCHEME_PREFIX) for name in table.columns if name.startswith(SCHEME_PREFIX)]
    if "annotation" not in table.columns or scheme not in schemes:
        raise ValueError(
            f"{path.name} has the columns {', '.join(table.columns)}; expected annotation and {SCHEME_PREFIX}{scheme}."
        )
    labels = dict(zip(table["annotation"].str.strip(), table[SCHEME_PREFIX + scheme].str.strip(), strict=True))
    return {annotation: label for annotation, label in labels.items() if label}


def read_participant(path: Path) -> Annotated:
    """Reads a participant's file, as it is: times may go back, and what is no number or no time is NaN."""
    code_of: dict[str, int] = {}
    times_ms, codes = [], []
    axes: dict[str, list[np.ndarray]] = {name: [] for name in CHANNEL_OF_COLUMN}
    try:
        with pd.read_csv(path, dtype=str, keep_default_na=False, chunksize=ROWS_PER_PART) as parts:
            for part in parts:
                if list(part.columns) != COLUMNS:
                    raise ValueError(f"{path.name} has the columns {','.join(part.columns)}; expected {','.join(COLUMNS)}.")
                times_ms.append(_times_ms(part["time"]))
                codes.append(_codes(part["annotation"].fillna("").str.strip(), code_of))
                for name, values in axes.items():
                    values.append(pd.to_numeric(part[name], errors="coerce").to_numpy(np.float32))
    except (EOFError, OSError, zlib.error, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise ValueError(f"{path.name} cannot be read to its end ({error}); expected a whole file of {','.join(COLUMNS)}.") from error
    if not any(map(len, times_ms)):
        raise ValueError(f"{path.name} holds no row; expected a day of {','.join(COLUMNS)}.")
    at_ms = np.concatenate(times_ms)
    series = {CHANNEL_OF_COLUMN[name]: ChannelSeries(at_ms, np.concatenate(values)) for name, values in axes.items()}
    return Annotated(Recording(series, has_gravity=True), list(code_of), np.concatenate(codes))


def _times_ms(texts: pd.Series) -> np.ndarray:
    times = pd.to_datetime(texts, format="ISO8601", errors="coerce").to_numpy("datetime64[us]")
    return np.where(np.isnat(times), np.nan, times.astype(np.int64) / 1000)


def _codes(texts: pd.Series, code_of: dict[str, int]) -> np.ndarray:
    """Returns (rowCount,) codes of annotations; adds to code_of those that are new."""
    places, names = pd.factorize(texts)
    code_of_place = [code_of.setdefault(name, len(code_of)) if name else NOT_ANNOTATED for name in names]
    return np.array(code_of_place, np.int16)[places]
