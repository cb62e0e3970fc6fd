"""Cuts a face out of a picture as the faces that the network is trained with are framed, made grey and resampled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

# Brightness as ITU-R BT.601 weighs red, green and blue.
GREY_WEIGHTS = np.array([0.299, 0.587, 0.114])


def resampling_matrix(start_px: float, length_px: float, input_count: int, output_count: int) -> np.ndarray:
    """Returns (output_count, input_count): how much of each input pixel goes into each pixel of a stretch of a side.

    Shrinking takes the mean over what an output pixel covers (degradations.shrink_matrix is the case of a whole side);
    enlarging is bilinear with pixel centres at halves (degradations.enlarge_matrix). Beyond the ends the last pixel goes on.
    """
    step_px = length_px / output_count
    centre = start_px + (np.arange(output_count)[:, None] + 0.5) * step_px
    half = max(step_px, 1.0) / 2
    # As many pixels more at either end as the stretch reaches beyond.
    beyond = int(np.ceil(max(0.0, -start_px, start_px + length_px - input_count) + half)) + 1
    pixel = np.arange(-beyond, input_count + beyond)
    covered = np.clip(np.minimum(centre + half, pixel + 1) - np.maximum(centre - half, pixel), 0, None)
    matrix = np.zeros((output_count, input_count))
    for column, place in enumerate(np.clip(pixel, 0, input_count - 1)):
        matrix[:, place] += covered[:, column]
    return matrix / covered.sum(axis=1, keepdims=True)


def crop_face(picture: np.ndarray, box: Sequence[float], crop: Mapping[str, float]) -> np.ndarray:
    """Returns (heightPx, widthPx) grey levels, 0 to 255, of the face that a detector found upright in a picture.

    picture: (rowCount, columnCount, 3) levels of red, green and blue, 0 to 255. box: left, top, width and height of the
    detector's box in its pixels. crop: the contract's framing and size.
    """
    left, top, width, height = box
    side = max(width, height)
    size = side * crop["boxScale"]
    row_start = top + height / 2 + side * crop["boxOffsetY"] - size / 2
    column_start = left + width / 2 - size / 2
    grey = picture @ GREY_WEIGHTS
    rows = resampling_matrix(row_start, size, len(grey), int(crop["heightPx"]))
    columns = resampling_matrix(column_start, size, grey.shape[1], int(crop["widthPx"]))
    return rows @ grey @ columns.T
