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
    HEART_RATE_AT_AROUSAL,
    HEART_RATE_SPREAD,
    MOOD_MUSIC,
    MOOD_POINTS,
    STRESS,
    MoodRow,
)

# The order of a song's or target's properties; the tempo's octave stands apart, because half and double time are alike.
PROPERTIES = tuple(MOOD_MUSIC)
MODALITIES = ("emotion", "stress", "activity", "heartRate", "cadence", "word")
ACTIVITY, HEART_RATE, CADENCE, WORD = (MODALITIES.index(name) for name in MODALITIES[2:])

# A listener's word is what is meant, up to how finely words divide the plane.
WORD_NOISE = 0.05
# How often the sensors speak of another moment than the word does, so that the word learns to outrank them.
CONFLICT_SHARE = 0.5
# Sensors seldom reach certainty, and nets that are right seldom say less than this.
CONFIDENCE_RANGE = (0.25, 1.0)


# A wrist or phone counts steps this exactly, as a share.
CADENCE_SPREAD = 0.02
# How strongly a beat is wished to meet steps that were counted, beside an activity's own wish for a beat.
COUNTED_CADENCE_WEIGHT = 1.0
# Where nothing speaks of the mood, the plane still counts a little: an activity leans to its arousal.
MUTE_MOOD_WEIGHT = 0.25


@dataclass(frozen=True)
class States:
    """inputs: by the names of the fusion's contract. The music that fits: mood (stateCount, 2) in the plane and mood_weight
    (stateCount,); target, weight (stateCount, propertyCount) of the sound, in standard deviations; log2_cadence (stateCount,) in
    octaves and cadence_weight (stateCount,)."""

    inputs: dict[str, np.ndarray]
    mood: np.ndarray
    mood_weight: np.ndarray
    target: np.ndarray
    weight: np.ndarray
    log2_cadence: np.ndarray
    cadence_weight: np.ndarray

    def music(self) -> dict[str, np.ndarray]:
        """Returns what fits, by name, float32."""
        names = ("mood", "mood_weight", "target", "weight", "log2_cadence", "cadence_weight")
        return {name: getattr(self, name).astype(np.float32) for name in names}


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
    present = random.integers(2, size=(count, len(MODALITIES)))
    is_conflict = (present[:, WORD] == 1) & (random.random(count) < CONFLICT_SHARE)
    felt = np.where(is_conflict[:, None], sample_moods(random, count), moods)
    activities = sample_activities(random, np.where(present[:, WORD, None] == 1, sample_moods(random, count), felt))
    labels = (sample_labels(random, felt, EMOTIONS), sample_labels(random, felt, STRESS), activities)
    inputs: dict[str, np.ndarray] = {}
    confidences = random.uniform(*CONFIDENCE_RANGE, present.shape)
    # The listener can name the activity too: then it is certain.
    confidences[random.random(count) < 0.3, ACTIVITY] = 1.0
    confidences[:, WORD] = 1.0
    for place, (name, label, size) in enumerate(zip(MODALITIES, labels, (len(EMOTIONS), len(STRESS), len(ACTIVITIES)))):
        scores = noisy_scores(random, label, confidences[:, place], size)
        certain = confidences[:, place] == 1.0
        scores[certain] = np.eye(size)[label[certain]]
        inputs[name] = scores * present[:, place : place + 1]
    rows = list(ACTIVITIES.values())
    work = np.array([row.heart_rate for row in rows])[activities]
    heart_rate = work + HEART_RATE_AT_AROUSAL * felt[:, 1] + random.normal(0, HEART_RATE_SPREAD, count) * np.sqrt(work)
    inputs["heartRate"] = np.maximum(heart_rate, 0.7)[:, None] * present[:, HEART_RATE, None]
    # Steps are counted where there are any: resting people have none, and a sensor that counts none is absent.
    spans = np.array([row.music.cadence_bpm or (np.nan, np.nan) for row in rows])[activities]
    present[:, CADENCE] &= np.isfinite(spans[:, 0])
    low, high = np.log(np.nan_to_num(spans, nan=100.0)).T
    steps = np.exp(random.uniform(low - 0.06, high + 0.06))
    counted = steps * (1 + random.normal(0, CADENCE_SPREAD, count))
    inputs["cadence"] = counted[:, None] * present[:, CADENCE, None]
    word = moods + random.normal(0, WORD_NOISE, moods.shape) * (random.random((count, 1)) < 0.5)
    inputs["word"] = np.clip(word, -1, 1) * present[:, WORD, None]
    inputs["presence"] = confidences * present
    music = music_for(moods, activities, heart_rate, np.log2(steps), confidences * present)
    return States({name: values.astype(np.float32) for name, values in inputs.items()}, *music)


def music_for(
    moods: np.ndarray, activities: np.ndarray, heart_rate: np.ndarray, log2_steps: np.ndarray, presence: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Returns mood, mood_weight, target, weight, log2_cadence and cadence_weight of the music for what is present (count, 6).

    moods (count, 2) are those to be met where the word, the expression or the stress speaks of them; without these an activity
    leans to its arousal, half as far as people who do it do, and without anything the place is neutral. heart_rate (count,) in
    multiples of rest; log2_steps (count,) in octaves. What is not shown cannot shape the music, and focus is only what the
    listener's word says.
    """
    rows = list(ACTIVITIES.values())
    shown = presence > 0
    is_mute = ~shown[:, [0, 1, WORD]].any(axis=1)
    rates, arousals = (np.array([getattr(row, name) for row in rows]) for name in ("heart_rate", "arousal"))
    order = np.argsort(rates)
    from_heart = np.interp(heart_rate, rates[order], arousals[order])
    leaning = np.where(shown[:, ACTIVITY], arousals[activities], np.where(shown[:, HEART_RATE], from_heart, 0.0))
    moods = np.where(is_mute[:, None], np.stack([np.zeros(len(moods)), 0.5 * leaning], 1), moods)
    mood_weight = np.where(is_mute, MUTE_MOOD_WEIGHT, 1.0)

    target = np.stack([row.at_valence * moods[:, 0] + row.at_arousal * moods[:, 1] for row in MOOD_MUSIC.values()], 1)
    weight = np.tile([row.weight for row in MOOD_MUSIC.values()], (len(moods), 1)) * mood_weight[:, None]
    squared = ((moods - np.array(MOOD_POINTS["focused"])) ** 2).sum(1)
    focus = FOCUS_WEIGHT * np.exp(-squared / (2 * FOCUS_RADIUS**2)) * shown[:, WORD]
    for place, name in enumerate(PROPERTIES):
        wanted = getattr(FOCUS_MUSIC, name, None)
        if wanted is not None:
            target[:, place], weight[:, place] = _blend(target[:, place], weight[:, place], wanted, focus)

    # A heart that works without a known activity asks for the music of an activity that would make it work so.
    energy = PROPERTIES.index("energy")
    alone = shown[:, HEART_RATE] & ~shown[:, ACTIVITY] & ~shown[:, CADENCE]
    target[:, energy], weight[:, energy] = _blend(
        target[:, energy], weight[:, energy], 1.5 * from_heart, 0.5 * np.abs(from_heart) * alone
    )
    log2_cadence, cadence_weight = np.zeros(len(moods)), np.zeros(len(moods))
    for label, row in enumerate(rows):
        # Counted steps give a walk or a run away, whether or not the motion was read as one.
        at = (activities == label) & (shown[:, ACTIVITY] | shown[:, CADENCE])
        for place, name in enumerate(PROPERTIES):
            wanted = getattr(row.music, name, None)
            if wanted is not None:
                target[at, place], weight[at, place] = _blend(target[at, place], weight[at, place], wanted, row.weight)
        if row.music.cadence_bpm is not None:
            log2_cadence[at] = np.log2(np.sqrt(row.music.cadence_bpm[0] * row.music.cadence_bpm[1]))
            cadence_weight[at] = row.music.cadence_weight * 0.5
    counted = shown[:, CADENCE]
    log2_cadence[counted] = log2_steps[counted]
    cadence_weight[counted] = COUNTED_CADENCE_WEIGHT
    return moods, mood_weight, target, weight, log2_cadence, cadence_weight


def _blend(
    target: np.ndarray, weight: np.ndarray, wanted: float, strength: np.ndarray | float
) -> tuple[np.ndarray, np.ndarray]:
    """Joins two wishes of which each has a weight: the mean by weight, and both weights together."""
    total = weight + strength
    return np.where(total > 0, (target * weight + wanted * strength) / np.maximum(total, 1e-9), target), total
