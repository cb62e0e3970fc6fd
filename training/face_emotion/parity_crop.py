"""Writes lib/inference/crop-fixtures.json: a drawn picture of a face, and the crops that training cuts out of it.

    python -m training.face_emotion.parity_crop

A test in each language compares its own crops with these.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np

from training.face_emotion.crop import crop_face
from training.paths import REPO_DIR, contract_path

FIXTURES_PATH = REPO_DIR / "lib" / "inference" / "crop-fixtures.json"
WIDTH_PX, HEIGHT_PX = 112, 96

# Left, top, width and height of a detector's box, in pixels of the drawing.
BOXES = {
    "a near face, shrunk": (25.3, 20.6, 58.4, 58.4),
    "a far face, enlarged": (41.7, 38.2, 24.9, 24.9),
    "one that reaches beyond the left and upper edge": (-9.5, -6.25, 40.0, 37.5),
    "one that reaches beyond the right and lower edge": (60.2, 49.9, 55.0, 61.3),
}


def drawn_picture() -> np.ndarray:
    """Returns (96, 112, 3) uint8: a face with hair, eyes and a mouth before a wall, in colours whose grey levels differ."""
    row, column = np.mgrid[:HEIGHT_PX, :WIDTH_PX].astype(np.float64)
    picture = np.stack([150 + 0.8 * column, 190 - 0.9 * row, 120 + 0.5 * (row + column)], axis=-1)

    def paint(is_inside: np.ndarray, colour: tuple[int, int, int]) -> None:
        picture[is_inside] = colour

    def ellipse(middle_x: float, middle_y: float, radius_x: float, radius_y: float) -> np.ndarray:
        return ((column - middle_x) / radius_x) ** 2 + ((row - middle_y) / radius_y) ** 2 < 1

    paint(ellipse(54, 44, 31, 38), (70, 42, 20))
    paint(ellipse(54, 52, 27, 34), (224, 172, 140))
    for eye_x in (43, 65):
        paint(ellipse(eye_x, 47, 6, 3.5), (250, 250, 250))
        paint(ellipse(eye_x, 47, 2.6, 2.6), (30, 80, 120))
    paint(ellipse(54, 68, 11, 6) & (row > 67), (170, 40, 50))
    noise = np.random.default_rng(48).normal(0, 6, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def fixtures() -> dict:
    """Returns what the file holds: the picture's bytes row by row, red, green, blue, and the crops' grey levels row by row."""
    crop = json.loads(contract_path("face-emotion").read_text())["crop"]
    picture = drawn_picture()
    cases = [
        {
            "name": name,
            "box": dict(zip(("xPx", "yPx", "widthPx", "heightPx"), box, strict=True)),
            "levels": [round(float(level), 3) for level in crop_face(picture, box, crop).ravel()],
        }
        for name, box in BOXES.items()
    ]
    return {
        "widthPx": WIDTH_PX,
        "heightPx": HEIGHT_PX,
        "rgbBase64": base64.b64encode(picture.tobytes()).decode(),
        "cases": cases,
    }


def write(path: Path = FIXTURES_PATH) -> None:
    """Writes the file."""
    path.write_text(json.dumps(fixtures(), separators=(",", ":"), allow_nan=False) + "\n")


if __name__ == "__main__":
    write()
