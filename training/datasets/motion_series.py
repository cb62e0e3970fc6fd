"""Continuous motion, the same for every data set that has it: windows are cut from it anew each time one is needed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class MotionSeries:
    """Runs of one activity of one person each, laid end to end.

    motion: (sampleCount, channelCount) float32 at one sample rate: acceleration with gravity in g with the sign of the
      sensor's own reaction (+1 g upwards at rest, as on Android), then rotation rate in rad/s where there is a gyroscope.
    firsts, lasts: (runCount,) first sample and one after the last of each run. labels: (runCount,) indices into the labels of
      the contract. people: (runCount,) ids in the data set. sources: (runCount,) the data set's name.
    """

    motion: np.ndarray
    firsts: np.ndarray
    lasts: np.ndarray
    labels: np.ndarray
    people: np.ndarray
    sources: np.ndarray

    def keep(self, is_kept: np.ndarray) -> MotionSeries:
        """Returns the runs where is_kept (runCount,) is true; the samples stay as they are."""
        return MotionSeries(
            self.motion,
            self.firsts[is_kept],
            self.lasts[is_kept],
            self.labels[is_kept],
            self.people[is_kept],
            self.sources[is_kept],
        )

    def window_firsts(self, sample_count: int, stride: int) -> tuple[np.ndarray, np.ndarray]:
        """Returns (windowCount,) first samples of the windows that lie inside a run, and (windowCount,) the runs' indices."""
        firsts, runs = [], []
        for run, (first, last) in enumerate(zip(self.firsts, self.lasts, strict=True)):
            cuts = np.arange(first, last - sample_count + 1, stride)
            firsts.append(cuts)
            runs.append(np.full(len(cuts), run))
        return np.concatenate(firsts).astype(np.int32), np.concatenate(runs).astype(np.int32)

    def windows(self, sample_count: int, stride: int) -> tuple[np.ndarray, np.ndarray]:
        """Returns (windowCount, sampleCount, channelCount) windows inside the runs, and (windowCount,) the runs' indices."""
        firsts, runs = self.window_firsts(sample_count, stride)
        return self.motion[firsts[:, None] + np.arange(sample_count)], runs


def series_of_runs(
    runs: list[np.ndarray], labels: list[int] | np.ndarray, people: list[int] | np.ndarray, source: str
) -> MotionSeries:
    """Returns runs (sampleCount, channelCount) laid end to end."""
    lasts = np.cumsum([len(run) for run in runs])
    return MotionSeries(
        np.concatenate(runs).astype(np.float32),
        lasts - [len(run) for run in runs],
        lasts,
        np.asarray(labels, int),
        np.asarray(people, int),
        np.full(len(runs), source),
    )


def join_series(*parts: MotionSeries) -> MotionSeries:
    """Returns the runs of several sets one after another; ids of people may then repeat, sources tell them apart."""
    offsets = np.cumsum([0, *(len(part.motion) for part in parts[:-1])])
    return MotionSeries(
        np.concatenate([part.motion for part in parts]),
        np.concatenate([part.firsts + offset for part, offset in zip(parts, offsets, strict=True)]),
        np.concatenate([part.lasts + offset for part, offset in zip(parts, offsets, strict=True)]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.people for part in parts]),
        np.concatenate([part.sources for part in parts]),
    )
