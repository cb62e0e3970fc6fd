"""Measures the space on songs whose mood it was never trained on, beside baselines on the same songs.

usage: python -m training.song_space.evaluate [--data DIR] [--steps 600] [--folds 5] [--loss contrastive|triplet]

Mood retrieval: songs of the listeners' mood set that have audio features, five folds by artist; for each fold the space
is trained anew without any song of the fold's artists, in the mood set or the catalogue. A query is a corner state; a
song is right where its mood lies in that corner's quadrant about the set's medians. Precision at 10 and mean
reciprocal rank are means over random pools of 200 songs inside a fold; the spread is over folds.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from training.paths import cache_dir, data_dir
from training.song_space.model import feature_scale
from training.song_space.templates import ACTIVITIES, EMOTIONS, MOOD_POINTS, STRESS
from training.song_space.train import MODEL_ID, RIDGE_PENALTY, Source, Trainer, build_corpus, read_source, ridge_design

POOLS_PER_FOLD, POOL_SIZE, TOP_COUNT = 60, 200, 10
SENSOR_CONFIDENCE = 0.8

Corner = tuple[int, int]
# Signs of valence and arousal, and the words that a listener in that corner would use.
CORNER_WORDS: dict[Corner, Sequence[str]] = {
    (1, 1): ("happy", "excited"),
    (1, -1): ("calm", "tender"),
    (-1, 1): ("angry", "anxious"),
    (-1, -1): ("sad",),
}
# What the sensors say in each corner where the listener says nothing.
CORNER_SENSORS: dict[Corner, dict[str, dict[str, float]]] = {
    (1, 1): {
        "emotion": {"happy": 0.85, "surprise": 0.10, "neutral": 0.05},
        "stress": {"amusement": 0.7, "baseline": 0.2, "stress": 0.1},
        "activity": {"walking": 1.0},
    },
    (1, -1): {
        "emotion": {"neutral": 0.75, "happy": 0.25},
        "stress": {"meditation": 0.6, "baseline": 0.4},
        "activity": {"sitting": 1.0},
    },
    (-1, 1): {
        "emotion": {"angry": 0.5, "fear": 0.25, "disgust": 0.1, "surprise": 0.05, "neutral": 0.1},
        "stress": {"stress": 0.85, "baseline": 0.15},
        "activity": {"standing": 1.0},
    },
    (-1, -1): {
        "emotion": {"sad": 0.8, "neutral": 0.2},
        "stress": {"baseline": 0.7, "stress": 0.2, "meditation": 0.1},
        "activity": {"lying": 1.0},
    },
}
LABELS = {"emotion": tuple(EMOTIONS), "stress": tuple(STRESS), "activity": tuple(ACTIVITIES)}


def fusion_inputs(
    word: str | None = None, scores: dict[str, dict[str, float]] | None = None, confidence: float = SENSOR_CONFIDENCE
) -> dict[str, np.ndarray]:
    """Returns the fusion's inputs for one state (a batch of one) from a mood word and the sensors' scores by label."""
    inputs = {name: np.zeros((1, len(labels)), np.float32) for name, labels in LABELS.items()}
    inputs |= {"word": np.zeros((1, 2), np.float32), "presence": np.zeros((1, 4), np.float32)}
    for place, (name, labels) in enumerate(LABELS.items()):
        for label, score in (scores or {}).get(name, {}).items():
            inputs[name][0, labels.index(label)] = score
            inputs["presence"][0, place] = confidence
    if word is not None:
        inputs["word"][0] = MOOD_POINTS[word]
        inputs["presence"][0, 3] = 1
    return inputs


def mood_retrieval(
    score_of_corner: dict[Corner, np.ndarray], moods: np.ndarray, fold: np.ndarray, seed: int = 0
) -> dict[str, np.ndarray]:
    """Returns P@10, MRR and AUC of each fold (foldCount,).

    score_of_corner: for each corner (songCount,), higher is nearer. moods: (songCount, 2) valence and arousal.
    """
    centred = moods - np.median(moods, 0)
    is_right = {c: ((centred[:, 0] > 0) == (c[0] > 0)) & ((centred[:, 1] > 0) == (c[1] > 0)) for c in score_of_corner}
    random = np.random.RandomState(seed)
    figures: dict[str, list[float]] = {"precisionAt10": [], "meanReciprocalRank": [], "auc": []}
    for number in np.unique(fold):
        inside = np.flatnonzero(fold == number)
        precisions, ranks = [], []
        for _ in range(POOLS_PER_FOLD):
            pool = random.choice(inside, min(POOL_SIZE, len(inside)), replace=False)
            for corner, score in score_of_corner.items():
                hits = is_right[corner][pool][np.argsort(-score[pool])]
                precisions.append(hits[:TOP_COUNT].mean())
                ranks.append(1 / (np.argmax(hits) + 1) if hits.any() else 0.0)
        figures["precisionAt10"].append(float(np.mean(precisions)))
        figures["meanReciprocalRank"].append(float(np.mean(ranks)))
        figures["auc"].append(
            float(np.mean([roc_auc_score(is_right[c][inside], s[inside]) for c, s in score_of_corner.items()]))
        )
    return {name: np.array(values) for name, values in figures.items()}


def corners_of(predicted: np.ndarray) -> dict[Corner, np.ndarray]:
    """Returns each corner's scores from predicted valence and arousal (songCount, 2): their sum with the corner's signs."""
    scores = (predicted - predicted.mean(0)) / predicted.std(0)
    return {corner: scores @ np.array(corner) for corner in CORNER_WORDS}


def summary(figures: dict[str, np.ndarray]) -> dict[str, float]:
    """Returns each figure's mean over folds and its standard deviation."""
    means = {name: round(float(values.mean()), 4) for name, values in figures.items()}
    return means | {f"{name}Spread": round(float(values.std()), 4) for name, values in figures.items()}


def measure(
    source: Source, fold_count: int, make_trainer: Callable[[Source, set[str], int], Trainer]
) -> dict[str, dict[str, float]]:
    """Returns the figures of the space and of the baselines, each by name. fold_count: how many of the five folds to run."""
    known = source.moods[source.moods["songId"].isin(source.songs.index)].drop_duplicates("songId")
    rows, artists = known.index.to_numpy(), known["artist"].to_numpy()
    moods = known[["valence", "arousal"]].to_numpy(dtype=float)
    inputs = source.mood_inputs.rows(rows)
    fold = np.full(len(known), -1)
    by_word, by_sensors = ({corner: np.zeros(len(known)) for corner in CORNER_WORDS} for _ in range(2))
    ridge = np.zeros_like(moods)
    for number, (training, test) in enumerate(GroupKFold(5).split(moods, moods, artists)):
        if number == fold_count:
            break
        fold[test] = number
        scale = feature_scale(inputs.features[training], inputs.feature_mask[training])
        design = ridge_design(inputs, scale)
        ridge[test] = Ridge(RIDGE_PENALTY).fit(design[training], moods[training]).predict(design[test])
        trainer = make_trainer(source, set(artists[test]), number)
        vectors = trainer.song_vectors(inputs.rows(test))
        for corner, words in CORNER_WORDS.items():
            query = np.mean([trainer.state_vectors(fusion_inputs(word=word))[0] for word in words], 0)
            by_word[corner][test] = vectors @ query
            by_sensors[corner][test] = vectors @ trainer.state_vectors(fusion_inputs(scores=CORNER_SENSORS[corner]))[0]
    measured = fold >= 0
    raw = source.songs.loc[known["songId"], ["valence", "energy"]].to_numpy(dtype=float)
    scores = {
        "random": corners_of(np.random.RandomState(0).randn(*moods.shape)),
        "raw valence and energy": corners_of(raw),
        "ridge on the same inputs": corners_of(ridge),
        "space, from the own word": by_word,
        "space, from the sensors": by_sensors,
    }
    return {
        name: summary(mood_retrieval({c: s[measured] for c, s in corners.items()}, moods[measured], fold[measured]))
        for name, corners in scores.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="the folder that holds songs/ and song-mood/")
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--loss", choices=("contrastive", "triplet"), default="contrastive")
    args = parser.parse_args()

    def make_trainer(source: Source, held_out: set[str], number: int) -> Trainer:
        trainer = Trainer(build_corpus(source, held_out), args.steps, args.loss, seed=number)
        trainer.train(title=f"fold {number + 1} of {args.folds}")
        return trainer

    figures = measure(read_source(data_dir(args.data)), args.folds, make_trainer)
    for name, values in figures.items():
        print(
            f"{name:28s} P@10 {values['precisionAt10']:.3f} +- {values['precisionAt10Spread']:.3f}   "
            f"MRR {values['meanReciprocalRank']:.3f} +- {values['meanReciprocalRankSpread']:.3f}   "
            f"AUC {values['auc']:.3f} +- {values['aucSpread']:.3f}"
        )
    path = cache_dir(MODEL_ID) / f"evaluation-{args.loss}.json"
    path.write_text(json.dumps({**vars(args), "figures": figures}, indent=2) + "\n")
    print(f"Written to {path.name}.")


if __name__ == "__main__":
    main()
