"""Reads FER-2013 from its sheets: one lossless WebP a split, and label, flag and vote files beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

FACE_SIZE_PX = 48
FACES_PER_SHEET_ROW = 341

# The order of the codes in `<split>.labels.u8.bin`, and of the official data set.
LABELS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")

# The order of the columns in `<split>.ferplus.u8.bin`.
FERPLUS_LABELS = (
    "neutral",
    "happiness",
    "surprise",
    "sadness",
    "anger",
    "disgust",
    "fear",
    "contempt",
    "unknown",
    "notAFace",
)

# Bits of `<split>.flags.u8.bin`.
FLAG_UNSURE_PICTURE = 1  # the picture's place in its split, and so its FER+ votes, are arbitrary
FLAG_TWINS_DISAGREE = 2  # an identical picture in the same split carries another label
FLAG_LEAKED = 4  # a training picture is nearly the same as this test picture
FLAG_BLANK = 8  # every pixel has the same value

SPLITS = ("training", "public_test", "private_test")

# Below this root mean square difference in grey levels two faces count as one picture (as in FLAG_LEAKED).
NEAR_DUPLICATE_RMSE = 5.0


@dataclass(frozen=True)
class FerSplit:
    """One split of FER-2013, rows in the official order.

    faces: (faceCount, 48, 48) uint8, 0 black to 255 white. labels: (faceCount,) uint8, index into LABELS.
    flags: (faceCount,) uint8 bit mask of FLAG_*. votes: (faceCount, 10) uint8, raters per FERPLUS_LABELS.
    """

    faces: np.ndarray
    labels: np.ndarray
    flags: np.ndarray
    votes: np.ndarray

    def keep(self, is_kept: np.ndarray) -> FerSplit:
        """Returns the rows where is_kept (faceCount,) is true."""
        return FerSplit(self.faces[is_kept], self.labels[is_kept], self.flags[is_kept], self.votes[is_kept])


def read_sheet(path: Path, face_count: int) -> np.ndarray:
    """Returns (face_count, 48, 48) uint8 from a sheet with 341 faces a row; the last row's padding is left out."""
    with Image.open(path) as sheet:
        pixels = np.asarray(sheet.convert("L"))
    height_px, width_px = pixels.shape
    expected_width_px = FACES_PER_SHEET_ROW * FACE_SIZE_PX
    if width_px != expected_width_px or height_px % FACE_SIZE_PX != 0:
        raise ValueError(
            f"{path.name} is {width_px}x{height_px} px; a sheet is {expected_width_px} px wide "
            f"and a multiple of {FACE_SIZE_PX} px high."
        )
    row_count = height_px // FACE_SIZE_PX
    if face_count > row_count * FACES_PER_SHEET_ROW:
        raise ValueError(f"{path.name} holds {row_count * FACES_PER_SHEET_ROW} faces at most; {face_count} have labels.")
    grid = pixels.reshape(row_count, FACE_SIZE_PX, FACES_PER_SHEET_ROW, FACE_SIZE_PX)
    return grid.transpose(0, 2, 1, 3).reshape(-1, FACE_SIZE_PX, FACE_SIZE_PX)[:face_count].copy()


def read_split(data_dir: Path, split: str) -> FerSplit:
    """Reads `training`, `public_test` or `private_test` from data_dir/fer2013."""
    folder = data_dir / "fer2013"
    labels = np.fromfile(folder / f"{split}.labels.u8.bin", dtype=np.uint8)
    flags = np.fromfile(folder / f"{split}.flags.u8.bin", dtype=np.uint8)
    votes = np.fromfile(folder / f"{split}.ferplus.u8.bin", dtype=np.uint8)
    if len(flags) != len(labels) or len(votes) != len(labels) * len(FERPLUS_LABELS):
        raise ValueError(
            f"{split}: {len(labels)} labels, {len(flags)} flags and {len(votes)} votes; "
            f"expected as many flags and {len(FERPLUS_LABELS)} votes a face."
        )
    if len(labels) and labels.max() >= len(LABELS):
        raise ValueError(f"{split}: label {labels.max()} found; labels are 0 to {len(LABELS) - 1}.")
    faces = read_sheet(folder / f"{split}.sheet.webp", len(labels))
    return FerSplit(faces, labels, flags, votes.reshape(-1, len(FERPLUS_LABELS)))


def first_of_each_picture(faces: np.ndarray) -> np.ndarray:
    """Returns (faceCount,) bool, true for the first of each group of identical pictures."""
    seen: set[bytes] = set()
    is_first = np.zeros(len(faces), dtype=bool)
    for index, face in enumerate(faces):
        pixels = face.tobytes()
        is_first[index] = pixels not in seen
        seen.add(pixels)
    return is_first


def near_duplicates(faces: np.ndarray, others: np.ndarray, max_rmse: float = NEAR_DUPLICATE_RMSE) -> np.ndarray:
    """Returns (faceCount,) bool, true where a face lies within max_rmse grey levels of any of the others.

    Squared distances come from one matrix product a block: |a - b|^2 = |a|^2 + |b|^2 - 2ab. Pixels are centred
    first, so that float32 keeps enough digits.
    """
    block_face_count = 2048
    pixel_count = FACE_SIZE_PX * FACE_SIZE_PX
    flat_others = others.reshape(-1, pixel_count).astype(np.float32) - 127.5
    other_norms = np.einsum("ij,ij->i", flat_others, flat_others)
    is_near = np.zeros(len(faces), dtype=bool)
    for start in range(0, len(faces), block_face_count):
        block = faces[start : start + block_face_count].reshape(-1, pixel_count).astype(np.float32) - 127.5
        squared = np.einsum("ij,ij->i", block, block)[:, None] + other_norms[None] - 2 * block @ flat_others.T
        is_near[start : start + len(block)] = squared.min(axis=1) / pixel_count < max_rmse**2
    return is_near


def read_clean_training(data_dir: Path) -> FerSplit:
    """Reads the training split without what would mislead the model or flatter the figures.

    Left out: pictures that are blank, not faces, or labelled both ways; all but the first of identical pictures; and
    every picture that is nearly the same as one of either test split.
    """
    training = read_split(data_dir, "training")
    usable = training.keep((training.flags & (FLAG_UNSURE_PICTURE | FLAG_TWINS_DISAGREE | FLAG_BLANK)) == 0)
    distinct = usable.keep(first_of_each_picture(usable.faces))
    test_faces = np.concatenate([read_split(data_dir, split).faces for split in SPLITS[1:]])
    return distinct.keep(~near_duplicates(distinct.faces, test_faces))
