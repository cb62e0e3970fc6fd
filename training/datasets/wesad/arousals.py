"""What WESAD's people said of themselves after each condition."""

from __future__ import annotations

from pathlib import Path

import numpy as np

# The questionnaires' names of the conditions, in the words of the stress contract; meditation came twice.
LABEL_OF_CONDITION = {"Base": "baseline", "TSST": "stress", "Fun": "amusement", "Medi 1": "meditation", "Medi 2": "meditation"}
LOWEST, HIGHEST = 1, 9


def read_arousals(data_dir: Path) -> dict[str, float]:
    """Returns for each label the mean arousal, 0..1, of the self-assessment manikins (1 to 9) in data_dir/wesad/quest."""
    told: dict[str, list[int]] = {}
    for path in sorted((data_dir / "wesad" / "quest").glob("S*_quest.csv")):
        rows = [[cell.strip() for cell in line.split(";")] for line in path.read_text().splitlines()]
        conditions = next(row[1:] for row in rows if row[0] == "# ORDER")
        manikins = [row for row in rows if row[0] == "# DIM"]
        asked = [condition for condition in conditions if condition in LABEL_OF_CONDITION]
        for condition, (_, _valence, arousal, *_) in zip(asked, manikins, strict=True):
            told.setdefault(LABEL_OF_CONDITION[condition], []).append(int(arousal))
    return {label: (float(np.mean(values)) - LOWEST) / (HIGHEST - LOWEST) for label, values in told.items()}
