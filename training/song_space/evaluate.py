"""Measures the space on songs whose mood it was never trained on, beside baselines on the same songs.

usage: python -m training.song_space.evaluate [--data DIR] [--steps 3000] [--fold N] [--loss contrastive|triplet|unpaired]

Mood retrieval: songs of the listeners' mood set that have audio features, five folds by artist; for each fold the space
is trained anew without any song of the fold's artists, in the mood set or the catalogue. A query is a corner state; a
song is right where its mood lies in that corner's quadrant about the set's medians. Precision and nDCG at 10 and mean
reciprocal rank are means over random pools of 200 songs inside a fold; the spread is over folds.

A fold's cosines are kept; --fold trains one alone, so that several machines or processes can share the work.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import Ridge
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from training.paths import cache_dir, data_dir
from training.song_space.corpus import FIELD_FLOOR, build_corpus, column_of, is_taught_of
from training.song_space.feature_scale import feature_scale, scaled_features
from training.song_space.mood_teacher import GRID, mood_plane
from training.song_space.simulate import MODALITIES
from training.song_space.song_inputs import SongInputs
from training.song_space.source import NO_SONG, SOURCE_FILE, Source, read_source
from training.song_space.templates import ACTIVITIES, EMOTIONS, MOOD_POINTS, STRESS
from training.song_space.train import FIELD_READING_WIDTH, LOSSES, MODEL_ID, STEP_COUNT, Trainer

FOLD_COUNT, POOLS_PER_FOLD, POOL_SIZE, TOP_COUNT = 5, 60, 200, 10
SENSOR_CONFIDENCE = 0.8
RIDGE_PENALTY = 40.0

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
SENSORS = ("emotion", "stress", "activity")
SENSOR_SUBSETS = [subset for size in (3, 2, 1) for subset in itertools.combinations(SENSORS, size)]
LABELS = {"emotion": tuple(EMOTIONS), "stress": tuple(STRESS), "activity": tuple(ACTIVITIES)}


def fusion_inputs(
    word: str | None = None,
    scores: Mapping[str, Mapping[str, float]] | None = None,
    confidence: float = SENSOR_CONFIDENCE,
    heart_rate: float | None = None,
    cadence: float | None = None,
) -> dict[str, np.ndarray]:
    """Returns the fusion's inputs for one state (a batch of one) from a mood word, the sensors' scores by label, and the body's signals."""
    inputs = {name: np.zeros((1, len(labels)), np.float32) for name, labels in LABELS.items()}
    inputs |= {"heartRate": np.zeros((1, 1), np.float32), "cadence": np.zeros((1, 1), np.float32)}
    inputs |= {"word": np.zeros((1, 2), np.float32), "presence": np.zeros((1, len(MODALITIES)), np.float32)}

    def show(name: str, sureness: float) -> None:
        inputs["presence"][0, MODALITIES.index(name)] = sureness

    for name, labels in LABELS.items():
        for label, score in (scores or {}).get(name, {}).items():
            inputs[name][0, labels.index(label)] = score
            show(name, confidence)
    for name, value in (("heartRate", heart_rate), ("cadence", cadence)):
        if value is not None:
            inputs[name][0, 0] = value
            show(name, confidence)
    if word is not None:
        inputs["word"][0] = MOOD_POINTS[word]
        show("word", 1.0)
    return inputs


def named_states() -> dict[str, dict[str, np.ndarray]]:
    """Returns the fusion's inputs of every state that is measured, by name."""
    states = {f"word.{word}": fusion_inputs(word=word) for word in MOOD_POINTS}
    for corner, scores in CORNER_SENSORS.items():
        for subset in SENSOR_SUBSETS:
            shown = {name: scores[name] for name in subset}
            states[f"sensors.{'+'.join(subset)}.{corner}"] = fusion_inputs(scores=shown)
    return states


def mood_retrieval(
    score_of_corner: dict[Corner, np.ndarray], moods: np.ndarray, fold: np.ndarray, seed: int = 0
) -> dict[str, np.ndarray]:
    """Returns P@10, MRR, AUC and nDCG@10 of each fold (foldCount,).

    score_of_corner: for each corner (songCount,), higher is nearer. moods: (songCount, 2) valence and arousal.
    """
    centred = moods - np.median(moods, 0)
    is_right = {c: ((centred[:, 0] > 0) == (c[0] > 0)) & ((centred[:, 1] > 0) == (c[1] > 0)) for c in score_of_corner}
    random = np.random.RandomState(seed)
    discounts = 1 / np.log2(np.arange(TOP_COUNT) + 2)
    figures: dict[str, list[float]] = {"precisionAt10": [], "meanReciprocalRank": [], "auc": [], "ndcgAt10": []}
    for number in np.unique(fold):
        inside = np.flatnonzero(fold == number)
        precisions, ranks, gains = [], [], []
        for _ in range(POOLS_PER_FOLD):
            pool = random.choice(inside, min(POOL_SIZE, len(inside)), replace=False)
            for corner, score in score_of_corner.items():
                hits = is_right[corner][pool][np.argsort(-score[pool])]
                precisions.append(hits[:TOP_COUNT].mean())
                ranks.append(1 / (np.argmax(hits) + 1) if hits.any() else 0.0)
                best = discounts[: min(TOP_COUNT, hits.sum())].sum()
                gains.append((hits[:TOP_COUNT] * discounts[: len(hits)]).sum() / best if best > 0 else 0.0)
        figures["precisionAt10"].append(float(np.mean(precisions)))
        figures["meanReciprocalRank"].append(float(np.mean(ranks)))
        figures["auc"].append(
            float(np.mean([roc_auc_score(is_right[c][inside], s[inside]) for c, s in score_of_corner.items()]))
        )
        figures["ndcgAt10"].append(float(np.mean(gains)))
    return {name: np.array(values) for name, values in figures.items()}


def corners_of(predicted: np.ndarray) -> dict[Corner, np.ndarray]:
    """Returns each corner's scores from predicted valence and arousal (songCount, 2): their sum with the corner's signs."""
    scores = (predicted - predicted.mean(0)) / predicted.std(0)
    return {corner: scores @ np.array(corner) for corner in CORNER_WORDS}


def summary(figures: dict[str, np.ndarray]) -> dict[str, float]:
    """Returns each figure's mean over folds and its standard deviation."""
    means = {name: round(float(values.mean()), 4) for name, values in figures.items()}
    return means | {f"{name}Spread": round(float(values.std()), 4) for name, values in figures.items()}


def measured_songs(source: Source) -> tuple[np.ndarray, np.ndarray]:
    """Returns the rows (songCount,) of the mood set that are measured, each song of the catalogue once, and their folds by artist."""
    known = np.flatnonzero(source.mood_songs != NO_SONG)
    rows = known[np.sort(np.unique(source.mood_songs[known], return_index=True)[1])]
    fold = np.zeros(len(rows), int)
    splits = GroupKFold(FOLD_COUNT).split(source.moods[rows], source.moods[rows], source.mood_artists[rows])
    for number, (_, test) in enumerate(splits):
        fold[test] = number
    return rows, fold


def ridge_guess(source: Source, test_artists: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Returns (rowCount, 2) the valence and arousal that a ridge regression on the same inputs expects: the baseline."""
    training = np.flatnonzero(~np.isin(source.mood_artists, test_artists) & is_taught_of(source.mood_inputs))
    labelled = source.mood_inputs.rows(training)
    scale = feature_scale(labelled.features, labelled.feature_mask)

    def design(songs: SongInputs) -> csr_matrix:
        scores = scaled_features(songs.features, songs.feature_mask, scale)
        return hstack(
            [csr_matrix(scores), csr_matrix(songs.feature_mask), csr_matrix(songs.family.astype(float)), *songs.tokens()]
        ).tocsr()

    model = Ridge(RIDGE_PENALTY).fit(design(labelled), mood_plane(source.moods[training]))
    return model.predict(design(source.mood_inputs.rows(rows)))


def fold_artists(source: Source, number: int) -> np.ndarray:
    """Returns the artists that the fold leaves out."""
    rows, fold = measured_songs(source)
    return np.unique(source.mood_artists[rows[fold == number]])


def run_fold(source: Source, number: int, trainer: Trainer) -> dict[str, np.ndarray]:
    """Returns what a trained fold says: the cosines of its songs with the named states
    (songCount, stateCount), what the teacher guesses of them, and the baseline's guesses."""
    rows, fold = measured_songs(source)
    test = rows[fold == number]
    states = named_states()
    stacked = {name: np.concatenate([state[name] for state in states.values()]) for name in next(iter(states.values()))}
    vectors = trainer.networks.state_vectors(stacked).T
    return {
        "teacherFields": trainer.corpus.teacher.fields(source.mood_inputs.rows(test))[0],
        "cosines": trainer.networks.song_vectors(source.mood_inputs.rows(test)) @ vectors,
        "ridge": ridge_guess(source, fold_artists(source, number), test),
    }


def _fold_path(loss: str, number: int) -> Path:
    return cache_dir(MODEL_ID) / f"fold-{loss}-{number}.npz"


def train_folds(source: Source, numbers: Sequence[int], losses: Sequence[str], steps: int) -> None:
    """Trains what is not kept yet of these folds and losses, and keeps their cosines."""
    for number in numbers:
        missing = [loss for loss in losses if not _fold_path(loss, number).exists()]
        if not missing:
            continue
        corpus = build_corpus(source, fold_artists(source, number))
        for loss in missing:
            trainer = Trainer(corpus, steps, loss, seed=number)
            trainer.train(title=f"{loss}, fold {number + 1} of {FOLD_COUNT}")
            np.savez_compressed(_fold_path(loss, number), **run_fold(source, number, trainer))


def _corner_scores(folds: list[dict[str, np.ndarray]], fold: np.ndarray, name_of) -> dict[Corner, np.ndarray]:
    """Returns each corner's cosines: to the mean of the states whose names `name_of` gives for the corner."""
    names = list(named_states())
    scores = {corner: np.zeros(len(fold)) for corner in CORNER_WORDS}
    for number, told in enumerate(folds):
        for corner, score in scores.items():
            score[fold == number] = told["cosines"][:, [names.index(name) for name in name_of(corner)]].mean(1)
    return scores


def _field_at(point: tuple[float, float], fields: np.ndarray) -> np.ndarray:
    """Returns (songCount,) the logarithm of how likely each song's mood is near a point of the plane."""
    nearness = np.exp(-((GRID - np.array(point)) ** 2).sum(1) / (2 * FIELD_READING_WIDTH**2))
    return np.log(np.maximum(fields, FIELD_FLOOR) @ (nearness / nearness.sum()))


def measure(source: Source, folds: list[dict[str, np.ndarray]]) -> dict[str, dict[str, float]]:
    """Returns the figures of the space and of the baselines, each by name, from what all folds say."""
    rows, fold = measured_songs(source)
    moods = source.moods[rows]
    songs = source.mood_inputs.rows(rows)
    ridge, fields = np.zeros_like(moods), np.zeros((len(moods), len(GRID)))
    for number, told in enumerate(folds):
        ridge[fold == number] = told["ridge"]
        fields[fold == number] = told["teacherFields"]
    raw = np.stack([column_of(songs, "valence"), column_of(songs, "energy")], 1)
    rankings = {
        "random": corners_of(np.random.RandomState(0).randn(*moods.shape)),
        "raw valence and energy": corners_of(raw),
        "ridge on the same inputs": corners_of(ridge),
        "the teacher, at the own word": {
            corner: sum(_field_at(MOOD_POINTS[word], fields) for word in words) for corner, words in CORNER_WORDS.items()
        },
        "space, from the own word": _corner_scores(
            folds, fold, lambda corner: [f"word.{word}" for word in CORNER_WORDS[corner]]
        ),
    }
    for subset in SENSOR_SUBSETS:
        joined = "+".join(subset)
        rankings[f"space, from {joined}"] = _corner_scores(
            folds, fold, lambda corner: [f"sensors.{joined}.{corner}"]
        )
    return {name: summary(mood_retrieval(scores, moods, fold)) for name, scores in rankings.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="the folder that holds songs/ and song-mood/")
    parser.add_argument("--steps", type=int, default=STEP_COUNT)
    parser.add_argument("--fold", type=int, choices=range(FOLD_COUNT), help="train this fold alone, and measure nothing")
    parser.add_argument("--loss", choices=LOSSES, action="append", help="one or more; contrastive where none is given")
    args = parser.parse_args()
    losses = args.loss or ["contrastive"]
    source = read_source(data_dir(args.data), cache_dir(MODEL_ID) / SOURCE_FILE)
    train_folds(source, range(FOLD_COUNT) if args.fold is None else [args.fold], losses, args.steps)
    if args.fold is not None:
        return
    for loss in losses:
        folds = []
        for number in range(FOLD_COUNT):
            with np.load(_fold_path(loss, number)) as file:
                folds.append({name: file[name] for name in file.files})
        figures = measure(source, folds)
        print(f"\n{loss}")
        for name, values in figures.items():
            cells = (
                f"{short} {values[key]:.3f} +- {values[f'{key}Spread']:.3f}"
                for short, key in (("P@10", "precisionAt10"), ("MRR", "meanReciprocalRank"), ("AUC", "auc"), ("nDCG", "ndcgAt10"))
            )
            print(f"{name:38s} {'   '.join(cells)}")
        path = cache_dir(MODEL_ID) / f"evaluation-{loss}.json"
        path.write_text(json.dumps({"steps": args.steps, "figures": figures}, indent=2) + "\n")


if __name__ == "__main__":
    main()
