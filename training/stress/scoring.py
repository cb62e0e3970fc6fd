"""What four logits say to each question, and how good that is, person by person."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import f1_score

from training.calibration import softmax
from training.stress.data import LABELS

STRESS, MEDITATION = LABELS.index("stress"), LABELS.index("meditation")
QUESTIONS = ("binary", "three", "four")


def asked(labels: np.ndarray, question: str) -> tuple[np.ndarray, np.ndarray]:
    """Returns (windowCount,) which windows count for a question, and the classes of all of them."""
    is_asked = np.ones(len(labels), bool) if question == "four" else labels != MEDITATION
    return is_asked, (labels == STRESS).astype(int) if question == "binary" else labels


def scores_for(logits: np.ndarray, question: str) -> np.ndarray:
    """Returns (windowCount, classCount) the scores of a question's classes; binary: not stressed, stressed."""
    if question == "four":
        return softmax(logits)
    three = softmax(np.delete(logits, MEDITATION, axis=1))
    return np.stack([1 - three[:, STRESS], three[:, STRESS]], axis=1) if question == "binary" else three


def by_person(true: np.ndarray, found: np.ndarray, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns (personCount,) accuracy and macro F1 (over the classes that the person has or was given), in the order of the people."""
    persons = np.unique(people)
    accuracies = [np.mean(true[people == person] == found[people == person]) for person in persons]
    f1s = [f1_score(true[people == person], found[people == person], average="macro") for person in persons]
    return np.array(accuracies), np.array(f1s)


def figures_of(logits: np.ndarray, labels: np.ndarray, people: np.ndarray, question: str) -> tuple[np.ndarray, np.ndarray]:
    """Returns (personCount,) accuracy and macro F1 of logits for a question."""
    is_asked, classes = asked(labels, question)
    found = scores_for(logits, question).argmax(axis=1)
    return by_person(classes[is_asked], found[is_asked], people[is_asked])
