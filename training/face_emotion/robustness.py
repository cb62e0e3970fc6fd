"""How the expression model bears what a webcam does to a face: curves over changed test faces, and groups by brightness."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from training.datasets.fer2013.reader import FACE_SIZE_PX, FerSplit
from training.face_emotion.degradations import blur_matrix, far_matrix

# From (faceCount, 48, 48) grey levels to (faceCount, 7) scores.
Score = Callable[[np.ndarray], np.ndarray]

SHIFT_PX = round(FACE_SIZE_PX / 10)
GROUP_COUNT = 5
RESAMPLE_COUNT = 2000
SKIN_SHIFTS_GREY_LEVELS = (-60, -40, -20, 0, 20, 40, 60)


def _on_both_sides(faces: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    return np.einsum("ij,njk,lk->nil", matrix, faces.astype(np.float32), matrix, optimize=True)


def _as_jpeg(face: np.ndarray, quality: int) -> np.ndarray:
    file = io.BytesIO()
    Image.fromarray(face).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))


def _shifted(faces: np.ndarray, down_px: int, right_px: int) -> np.ndarray:
    padded = np.pad(faces, ((0, 0), (SHIFT_PX, SHIFT_PX), (SHIFT_PX, SHIFT_PX)), mode="reflect")
    top, left = SHIFT_PX - down_px, SHIFT_PX - right_px
    return padded[:, top : top + FACE_SIZE_PX, left : left + FACE_SIZE_PX]


def changes() -> dict[str, Callable[[np.ndarray], list[np.ndarray]]]:
    """Returns by name what is done to (faceCount, 48, 48) uint8 faces; several versions are averaged in accuracy."""
    whole = lambda faces: np.round(np.clip(faces, 0, 255)).astype(np.uint8)  # noqa: E731
    table: dict[str, Callable[[np.ndarray], list[np.ndarray]]] = {
        f"scaled down to {size_px} px and back": lambda faces, size_px=size_px: [whole(_on_both_sides(faces, far_matrix(size_px)))]
        for size_px in (40, 32, 24, 20, 16)
    }
    table |= {f"brightness x{gain}": lambda faces, gain=gain: [whole(faces.astype(np.float32) * gain)] for gain in (0.2, 0.4, 0.7, 1.5, 2.0)}
    table |= {
        f"blur {sigma_px} px": lambda faces, sigma_px=sigma_px: [whole(_on_both_sides(faces, blur_matrix(sigma_px)))]
        for sigma_px in (0.5, 1.0, 1.5, 2.0)
    }
    table |= {
        f"JPEG quality {quality}": lambda faces, quality=quality: [np.stack([_as_jpeg(face, quality) for face in faces])]
        for quality in (70, 50, 30, 15)
    }
    directions = [(SHIFT_PX, 0), (-SHIFT_PX, 0), (0, SHIFT_PX), (0, -SHIFT_PX)]
    table[f"crop shifted by {SHIFT_PX} px, four directions"] = lambda faces: [_shifted(faces, *direction) for direction in directions]
    return table


def curves(score: Score, split: FerSplit) -> Iterator[tuple[str, float, float]]:
    """Yields (name of the change, accuracy under it, accuracy without it), accuracies 0 to 1."""
    accuracy = lambda faces: float(np.mean(score(faces).argmax(axis=1) == split.labels))  # noqa: E731
    plain = accuracy(split.faces)
    for name, change in changes().items():
        yield name, float(np.mean([accuracy(faces) for faces in change(split.faces)])), plain


def skin_mask() -> np.ndarray:
    """Returns (48, 48) weights, 0 to 1: a soft oval where the face lies in FER-2013's framing."""
    row, column = np.mgrid[:FACE_SIZE_PX, :FACE_SIZE_PX]
    inside = (((column - 23.5) / 18) ** 2 + ((row - 25) / 23) ** 2 < 1).astype(np.float32)
    return gaussian_filter(inside, 2.0)


def shift_skin(faces: np.ndarray, shift: int) -> np.ndarray:
    """Returns faces whose oval is darker or lighter by up to `shift` grey levels: most in the middle tones, so that eyes stay dark and teeth white."""
    level = faces.astype(np.float32)
    middle = 1 - (np.abs(level - 127.5) / 127.5) ** 2
    return np.round(np.clip(level + shift * middle * skin_mask(), 0, 255)).astype(np.uint8)


def skin_shift_curve(score: Score, split: FerSplit) -> Iterator[tuple[int, float]]:
    """Yields (shift in grey levels, accuracy 0 to 1). A grey picture's tone is light and skin together: this is no measure of a group of people."""
    for shift in SKIN_SHIFTS_GREY_LEVELS:
        yield shift, float(np.mean(score(shift_skin(split.faces, shift)).argmax(axis=1) == split.labels))


@dataclass(frozen=True)
class LuminanceGroups:
    """groups: (mean grey level, accuracy) from dark to light; gap: accuracy of all minus that of the worst group, with its 95 % interval."""

    groups: list[tuple[float, float]]
    gap: float
    gap_interval: tuple[float, float]


def luminance_groups(scores: np.ndarray, split: FerSplit) -> LuminanceGroups:
    """Returns accuracies of five groups of equal count by the brightness of the face's oval; the interval resamples faces."""
    weights = skin_mask()
    level = (split.faces * weights).sum(axis=(1, 2)) / weights.sum()
    group = np.empty(len(level), int)
    group[np.argsort(level, kind="stable")] = np.arange(len(level)) * GROUP_COUNT // len(level)
    is_right = scores.argmax(axis=1) == split.labels

    def gap_of(rows: np.ndarray) -> float:
        return float(is_right[rows].mean() - min(is_right[rows][group[rows] == index].mean() for index in range(GROUP_COUNT)))

    rng = np.random.default_rng(0)
    resampled = [gap_of(rng.integers(0, len(level), len(level))) for _ in range(RESAMPLE_COUNT)]
    low, high = np.percentile(resampled, [2.5, 97.5])
    groups = [(float(level[group == index].mean()), float(is_right[group == index].mean())) for index in range(GROUP_COUNT)]
    return LuminanceGroups(groups, gap_of(np.arange(len(level))), (float(low), float(high)))
