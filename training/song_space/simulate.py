"""Simulates listeners' states: a latent mood and activity, what the sensors and the own word say of them, and the music that fits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.song_space.templates import (
    ACTIVITIES,
    EMOTIONS,
    FOCUS_MUSIC,
    FOCUS_RADIUS,
    FOCUS_WEIGHT,
    MOOD_MUSIC,
    MOOD_POINTS,
    STRESS,
    MoodRow,
)

# The order of a song's or target's properties; the tempo's octave stands apart, because half and double time are alike.
PROPERTIES = tuple(MOOD_MUSIC)
MODALITIES = ("emotion", "stress", "activity", "word")

# A listener's word is what is meant, up to how finely words divide the plane.
WORD_NOISE = 0.05
# How often the sensors speak of another moment than the word does, so that the word learns to outrank them.
CONFLICT_SHARE = 0.5
# Sensors seldom reach certainty, and nets that are right seldom say less than this.
CONFIDENCE_RANGE = (0.25, 1.0)


@dataclass(frozen=True)
class States:
    """inputs: by the names of the fusion's contract. The music that fits: target, weight (stateCount, propertyCount), in
    standard deviations; log2_cadence (stateCount,) in octaves and cadence_weight (stateCount,)."""

    inputs: dict[str, np.ndarray]
    target: np.ndarray
    weight: np.ndarray
    log2_cadence: np.ndarray
    cadence_weight: np.ndarray


def sample_moods(random: np.random.Generator, count: int) -> np.ndarray:
    """Returns (count, 2) valence and arousal: evenly over the disc of radius 1, a third of them at a word's place."""
    angle, radius = random.uniform(0, 2 * np.pi, count), np.sqrt(random.uniform(0, 1, count))
    moods = np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)
    at_word = random.random(count) < 1 / 3
    points = np.array(list(MOOD_POINTS.values()))
    moods[at_word] = points[random.integers(len(points), size=at_word.sum())] + random.normal(
        0, WORD_NOISE, (at_word.sum(), 2)
    )
    return moods


def _choose(random: np.random.Generator, log_weights: np.ndarray) -> np.ndarray:
    """Returns (count,) one label a row, drawn in proportion to exp(log_weights) (count, labelCount)."""
    return np.argmax(log_weights + random.gumbel(size=log_weights.shape), axis=1)


def sample_labels(random: np.random.Generator, moods: np.ndarray, rows: dict[str, MoodRow]) -> np.ndarray:
    """Returns (count,) the label that a sensor would rightly give people of these moods."""
    points = np.array([(row.valence, row.arousal) for row in rows.values()])
    spreads, priors = (np.array([getattr(row, key) for row in rows.values()]) for key in ("spread", "prior"))
    squared = ((moods[:, None] - points[None]) ** 2).sum(2)
    return _choose(random, np.log(priors) - squared / (2 * spreads**2) - 2 * np.log(spreads))


def sample_activities(random: np.random.Generator, moods: np.ndarray) -> np.ndarray:
    """Returns (count,) an activity for each mood: activated people move more, with wide exceptions."""
    arousal, spreads, priors = (
        np.array([getattr(row, key) for row in ACTIVITIES.values()]) for key in ("arousal", "spread", "prior")
    )
    squared = (moods[:, 1:2] - arousal[None]) ** 2
    return _choose(random, np.log(priors) - squared / (2 * spreads**2) - np.log(spreads))


def noisy_scores(
    random: np.random.Generator, labels: np.ndarray, confidences: np.ndarray, label_count: int
) -> np.ndarray:
    """Returns (count, label_count) soft scores as nets emit them: calibrated, so that the top label is right as often as they are confident,
    where that is more than half the time."""
    count = len(labels)
    is_right = random.random(count) < confidences
    others = (labels + random.integers(1, label_count, count)) % label_count
    top = np.where(is_right, labels, others)
    peak = np.clip(confidences + random.normal(0, 0.08, count), 1.2 / label_count, 0.995)
    rest = random.dirichlet(np.full(label_count - 1, 0.6), count) * (1 - peak)[:, None]
    scores = np.zeros((count, label_count))
    is_top = np.arange(label_count)[None] == top[:, None]
    scores[is_top] = peak
    scores[~is_top] = rest.ravel()
    return scores


def simulate_states(random: np.random.Generator, count: int) -> States:
    """Returns simulated states with every subset of the modalities, each as often as another."""
    moods = sample_moods(random, count)
    subset = random.integers(16, size=count)
    present = (subset[:, None] >> np.arange(4)[None]) & 1
    is_conflict = (present[:, 3] == 1) & (random.random(count) < CONFLICT_SHARE)
    felt = np.where(is_conflict[:, None], sample_moods(random, count), moods)
    activities = sample_activities(random, np.where(present[:, 3:] == 1, sample_moods(random, count), felt))
    labels = (sample_labels(random, felt, EMOTIONS), sample_labels(random, felt, STRESS), activities)
    inputs: dict[str, np.ndarray] = {}
    confidences = random.uniform(*CONFIDENCE_RANGE, (count, 4))
    # The listener can name the activity too: then it is certain.
    confidences[random.random(count) < 0.3, 2] = 1.0
    confidences[:, 3] = 1.0
    presence = confidences * present
    for place, (name, label, size) in enumerate(zip(MODALITIES, labels, (len(EMOTIONS), len(STRESS), len(ACTIVITIES)))):
        scores = noisy_scores(random, label, confidences[:, place], size)
        certain = confidences[:, place] == 1.0
        scores[certain] = np.eye(size)[label[certain]]
        inputs[name] = (scores * present[:, place : place + 1]).astype(np.float32)
    word = moods + random.normal(0, WORD_NOISE, moods.shape) * (random.random((count, 1)) < 0.5)
    inputs["word"] = (np.clip(word, -1, 1) * present[:, 3:]).astype(np.float32)
    inputs["presence"] = presence.astype(np.float32)
    return States(inputs, *music_for(meant_moods(moods, activities, present), activities, present))


def meant_moods(moods: np.ndarray, activities: np.ndarray, present: np.ndarray) -> np.ndarray:
    """Returns (count, 2) the moods that the music is to meet: the latent ones, but where nothing speaks of the mood the middle.

    An activity alone leans to its arousal, half as far as people who do it do; without any modality the place is neutral.
    """
    arousal = np.array([row.arousal for row in ACTIVITIES.values()])[activities] * present[:, 2] * 0.5
    is_mute = ~present[:, [0, 1, 3]].any(axis=1)
    return np.where(is_mute[:, None], np.stack([np.zeros(len(moods)), arousal], 1), moods)


def music_for(moods: np.ndarray, activities: np.ndarray, present: np.ndarray) -> tuple[np.ndarray, ...]:
    """Returns target, weight, log2_cadence and cadence_weight of the music for moods (count, 2) and activities (count,).

    present: (count, 4) which modalities are there; an activity that is not shown cannot shape the music, and focus is
    only what the listener's word says.
    """
    target = np.stack([row.at_valence * moods[:, 0] + row.at_arousal * moods[:, 1] for row in MOOD_MUSIC.values()], 1)
    weight = np.tile([row.weight for row in MOOD_MUSIC.values()], (len(moods), 1))
    squared = ((moods - np.array(MOOD_POINTS["focused"])) ** 2).sum(1)
    focus = FOCUS_WEIGHT * np.exp(-squared / (2 * FOCUS_RADIUS**2)) * present[:, 3]
    for place, name in enumerate(PROPERTIES):
        wanted = getattr(FOCUS_MUSIC, name, None)
        if wanted is not None:
            target[:, place], weight[:, place] = _blend(target[:, place], weight[:, place], wanted, focus * 0.5)
    log2_cadence, cadence_weight = np.zeros(len(moods)), np.zeros(len(moods))
    for label, row in enumerate(ACTIVITIES.values()):
        rows = (activities == label) & (present[:, 2] == 1)
        for place, name in enumerate(PROPERTIES):
            wanted = getattr(row.music, name, None)
            if wanted is not None:
                target[rows, place], weight[rows, place] = _blend(
                    target[rows, place], weight[rows, place], wanted, row.weight * 0.5
                )
        if row.music.cadence_bpm is not None:
            log2_cadence[rows] = np.log2(np.sqrt(row.music.cadence_bpm[0] * row.music.cadence_bpm[1]))
            cadence_weight[rows] = row.music.cadence_weight
    return target, weight, log2_cadence, cadence_weight


def _blend(
    target: np.ndarray, weight: np.ndarray, wanted: float, strength: np.ndarray | float
) -> tuple[np.ndarray, np.ndarray]:
    """Joins two wishes of which each has a weight: the mean by weight, and both weights together."""
    total = weight + strength
    return np.where(total > 0, (target * weight + wanted * strength) / np.maximum(total, 1e-9), target), total
