"""What the network is measured against: boosted trees on nineteen features of the same windows, and on nothing but what is missing.

Features and scales are those of the project's baseline protocol: heart rate and its variability, skin conductance, skin temperature
and motion, summarised over each minute; after the fact a z-score of every feature over all windows of the person's recording; live the
distance from the feature's mean in the first three minutes of the baseline, by the training people's spread.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from training.datasets.wesad.reader import ACC_RATE_HZ, SLOW_RATE_HZ, WesadPerson, read_people
from training.signal.derive_intervals import derive_intervals
from training.signal.find_quietest_stretch import find_quietest_stretch
from training.signal.recording import ChannelSeries, Recording
from training.signal.resample_recording import resample_recording
from training.stress.data import AFTER, LABELS, LENGTH_SEC, LIVE, QUIET_SEC, SCALES, STRIDE_SEC, WINDOW_SPEC, heard_live, label_of_window
from training.stress.scoring import asked

# Columns of the features by what they are made of.
FEATURES = {"heart": range(0, 5), "eda": range(5, 12), "skinTemp": range(12, 15), "motion": range(15, 19)}
DEPLOYMENT_FEATURES = {
    "wrist": ("heart", "eda", "skinTemp", "motion"),
    "heartRate+motion": ("heart", "motion"),
    "beats": ("heart",),
    "heartRate": ("heart",),
    "eda": ("eda",),
    "motion": ("motion",),
}
FEWEST_INTERVALS = 10
SMALLEST_SPREAD = 1e-6


def features_of(person: WesadPerson, intervals: ChannelSeries, starts_sec: np.ndarray) -> np.ndarray:
    """Returns (windowCount, 19) features of the minutes that begin at starts_sec; NaN where beats are too few."""
    series = person.recording.series
    length = np.sqrt(sum(series[axis].values.astype(np.float64) ** 2 for axis in ("accX", "accY", "accZ")))
    eda, skin_temp = series["eda"].values.astype(np.float64), series["skinTemp"].values.astype(np.float64)
    rows = []
    for start in starts_sec:
        of_slow = slice(round(start * SLOW_RATE_HZ), round((start + LENGTH_SEC) * SLOW_RATE_HZ))
        of_acc = slice(round(start * ACC_RATE_HZ), round((start + LENGTH_SEC) * ACC_RATE_HZ))
        borders = np.searchsorted(intervals.timestamps_ms, [start * 1000, (start + LENGTH_SEC) * 1000])
        rows.append(
            [
                *_heart_features(intervals.values[slice(*borders)].astype(np.float64) / 1000),
                *_eda_features(eda[of_slow]),
                *_temp_features(skin_temp[of_slow]),
                *_motion_features(length[of_acc]),
            ]
        )
    return np.array(rows)


def _heart_features(interval_sec: np.ndarray) -> list[float]:
    if len(interval_sec) < FEWEST_INTERVALS:
        return [np.nan] * 5
    rate = 60 / interval_sec
    rmssd = np.sqrt(np.mean(np.diff(interval_sec) ** 2))
    return [60 / interval_sec.mean(), interval_sec.std(), rmssd, np.median(rate), np.percentile(rate, 90)]


def _eda_features(eda: np.ndarray) -> list[float]:
    slope = np.polyfit(np.arange(len(eda)), eda, 1)[0]
    risen_share = np.mean(np.diff(eda) > 0.01)
    return [eda.mean(), eda.std(), slope, eda.min(), eda.max(), risen_share, np.percentile(eda, 90) - np.percentile(eda, 10)]


def _temp_features(skin_temp: np.ndarray) -> list[float]:
    return [skin_temp.mean(), skin_temp.std(), np.polyfit(np.arange(len(skin_temp)), skin_temp, 1)[0]]


def _motion_features(length: np.ndarray) -> list[float]:
    return [length.std(), length.mean(), np.percentile(length, 95) - np.percentile(length, 5), np.abs(np.diff(length)).mean()]


@dataclass(frozen=True)
class TreeFeatures:
    """Features of the labelled windows, each (windowCount, 19), in the order of read_windows.

    after, live: on the two scales; live is only the distance from the quiet start, which left_out_answers divides by the training
    people's spread. quietest: the same distance from the quietest three minutes of the recording, which the app finds by itself.
    is_beside_quietest: (windowCount,) whether a window lies outside those minutes.
    """

    after: np.ndarray
    live: np.ndarray
    quietest: np.ndarray
    is_beside_quietest: np.ndarray

    def of_scale(self, scale: int) -> np.ndarray:
        """Returns the features on a scale of SCALES."""
        return self.after if scale == AFTER else self.live


def read_features(data_dir: Path) -> TreeFeatures:
    """Reads every person's features."""
    parts = [_scaled_features(person) for person in read_people(data_dir)]
    return TreeFeatures(**{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(TreeFeatures)})


def _scaled_features(person: WesadPerson) -> TreeFeatures:
    last_sec = len(person.label_codes) / SLOW_RATE_HZ - LENGTH_SEC
    starts_sec = np.arange(0, last_sec + 1e-9, STRIDE_SEC)
    labels = np.array([label_of_window(person, start * 1000) for start in starts_sec])
    after = features_of(person, _intervals(person.recording), starts_sec)
    after = (after - np.nanmean(after, axis=0)) / (np.nanstd(after, axis=0) + SMALLEST_SPREAD)
    heard = heard_live(person.recording)
    live = features_of(person, _intervals(heard), starts_sec)
    quiet_end = starts_sec[labels == LABELS.index("baseline")].min() + QUIET_SEC
    is_quiet = (labels == LABELS.index("baseline")) & (starts_sec + LENGTH_SEC <= quiet_end)
    stretch = find_quietest_stretch(resample_recording(heard, WINDOW_SPEC), WINDOW_SPEC)
    if stretch is None:
        raise ValueError(f"{person.name}: no three minutes were measured throughout.")
    first_sec, last_sec = stretch[0] / 1000, stretch[1] / 1000
    is_quietest = (starts_sec >= first_sec) & (starts_sec + LENGTH_SEC <= last_sec)
    is_beside = (starts_sec + LENGTH_SEC <= first_sec) | (starts_sec >= last_sec)
    return TreeFeatures(
        after[labels >= 0],
        (live - np.nanmean(live[is_quiet], axis=0))[labels >= 0],
        (live - np.nanmean(live[is_quietest], axis=0))[labels >= 0],
        is_beside[labels >= 0],
    )


def _intervals(recording: Recording) -> ChannelSeries:
    intervals = derive_intervals(recording)
    if intervals is None:
        raise ValueError("A WESAD recording has no pulse wave.")
    return intervals


def left_out_answers(
    features: np.ndarray, labels: np.ndarray, people: np.ndarray, is_usable: np.ndarray, question: str, scale: str = SCALES[AFTER]
) -> np.ndarray:
    """Returns (windowCount,) the class that trees trained on the other people give each window of a question; -1 where not asked."""
    is_asked, classes = asked(labels, question)
    is_asked = is_asked & is_usable
    found = np.full(len(labels), -1)
    for person in np.unique(people):
        is_left_out = people == person
        spread = np.nanstd(features[~is_left_out], axis=0) + SMALLEST_SPREAD if scale == SCALES[LIVE] else 1.0
        training = is_asked & ~is_left_out
        tree = HistGradientBoostingClassifier(
            max_iter=150, learning_rate=0.06, max_leaf_nodes=15, class_weight="balanced", random_state=0
        )
        tree.fit(features[training] / spread, classes[training])
        tested = is_asked & is_left_out
        found[tested] = tree.predict(features[tested] / spread)
    return found
