"""What a webcam does to a face of 48 pixels, as matrices and arrays: used by the training's views and by the robustness curves."""

from __future__ import annotations

import numpy as np

FACE_SIZE_PX = 48
JPEG_BLOCK_PX = 8

# Quantisation of luminance in the JPEG standard (ITU-T T.81, table K.1), for quality 50.
JPEG_LUMINANCE = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ],
    np.float32,
)


def shrink_matrix(size_px: int) -> np.ndarray:
    """Returns (size_px, 48): the mean over the part of the side that each smaller pixel covers, as a camera's sensor has it."""
    edges = np.linspace(0, FACE_SIZE_PX, size_px + 1)
    start, end = edges[:-1, None], edges[1:, None]
    pixel = np.arange(FACE_SIZE_PX)[None]
    covered = np.clip(np.minimum(end, pixel + 1) - np.maximum(start, pixel), 0, None)
    return (covered / covered.sum(axis=1, keepdims=True)).astype(np.float32)


def enlarge_matrix(size_px: int) -> np.ndarray:
    """Returns (48, size_px): bilinear enlarging with pixel centres at halves, as the app resamples crops."""
    place = np.clip((np.arange(FACE_SIZE_PX) + 0.5) * size_px / FACE_SIZE_PX - 0.5, 0, size_px - 1)
    left = np.minimum(place.astype(int), size_px - 2)
    matrix = np.zeros((FACE_SIZE_PX, size_px), np.float32)
    rows = np.arange(FACE_SIZE_PX)
    matrix[rows, left] = 1 - (place - left)
    matrix[rows, left + 1] += place - left
    return matrix


def far_matrix(size_px: int) -> np.ndarray:
    """Returns (48, 48): a side seen with size_px pixels and enlarged again; apply it to rows and columns."""
    return enlarge_matrix(size_px) @ shrink_matrix(size_px)


def blur_matrix(sigma_px: float) -> np.ndarray:
    """Returns (48, 48): a Gaussian blur of one side, the edge's pixel repeated outwards."""
    radius = int(np.ceil(4 * sigma_px))
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma_px) ** 2)
    kernel /= kernel.sum()
    matrix = np.zeros((FACE_SIZE_PX, FACE_SIZE_PX), np.float32)
    for row in range(FACE_SIZE_PX):
        np.add.at(matrix[row], np.clip(np.arange(row - radius, row + radius + 1), 0, FACE_SIZE_PX - 1), kernel)
    return matrix


def dct_matrix() -> np.ndarray:
    """Returns (8, 8): the orthonormal cosine transform (DCT-II) of JPEG."""
    frequency, place = np.mgrid[:JPEG_BLOCK_PX, :JPEG_BLOCK_PX]
    matrix = np.cos((2 * place + 1) * frequency * np.pi / (2 * JPEG_BLOCK_PX)) * np.sqrt(2 / JPEG_BLOCK_PX)
    matrix[0] /= np.sqrt(2)
    return matrix.astype(np.float32)
