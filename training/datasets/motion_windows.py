"""Windows of a phone's motion, the same for every data set that has them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WINDOW_SAMPLE_COUNT = 128  # 2.56 s at 50 Hz
TOTAL_ACC, GYRO, BODY_ACC = slice(0, 3), slice(3, 6), slice(6, 9)


@dataclass(frozen=True)
class MotionWindows:
    """Windows with one label each.

    motion: (windowCount, 128, 9) float32 at 50 Hz: acceleration with gravity in g, rotation rate in rad/s, acceleration
      without gravity in g. Acceleration has the sign of the sensor's own reaction, as on Android: +1 g upwards at rest.
    labels: (windowCount,) indices into the labels of the activity contract. people: (windowCount,) ids in the data set.
    """

    motion: np.ndarray
    labels: np.ndarray
    people: np.ndarray

    def keep(self, is_kept: np.ndarray) -> MotionWindows:
        """Returns the rows where is_kept (windowCount,) is true."""
        return MotionWindows(self.motion[is_kept], self.labels[is_kept], self.people[is_kept])

    def of(self, people: tuple[int, ...]) -> MotionWindows:
        """Returns the windows of these people."""
        return self.keep(np.isin(self.people, people))
