"""From motion to what the activity networks take, with what a device may lack left out."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, sosfiltfilt

from training.datasets.motion_series import MotionSeries
from training.datasets.motion_windows import BODY_ACC, GYRO, TOTAL_ACC

# Gravity is what lies below this: the corner that UCI HAR's authors used to part it from the body's acceleration.
GRAVITY_CORNER_HZ = 0.3


def model_inputs(
    motion: np.ndarray,
    has_gyro: np.ndarray | bool = True,
    has_gravity: np.ndarray | bool = True,
    is_upright: np.ndarray | bool = True,
) -> tuple[np.ndarray, np.ndarray]:
    """Returns the phone contract's window (windowCount, 128, 6) and presence (windowCount, 3) for windows of nine columns.

    is_upright: whether x is known to point up along the body; without gravity it never is.
    """
    window_count = len(motion)
    has_gyro = np.broadcast_to(has_gyro, window_count)
    has_gravity = np.broadcast_to(has_gravity, window_count)
    is_upright = np.broadcast_to(is_upright, window_count) & has_gravity
    acc = np.where(has_gravity[:, None, None], motion[..., TOTAL_ACC], motion[..., BODY_ACC])
    gyro = motion[..., GYRO] * has_gyro[:, None, None]
    presence = np.stack([has_gravity, has_gyro, is_upright], axis=1)
    return np.concatenate([acc, gyro], axis=2).astype(np.float32), presence.astype(np.float32)


def gravity_of(series: MotionSeries, sample_rate_hz: float) -> np.ndarray:
    """Returns (sampleCount, 3) the gravity in a series' acceleration, run by run."""
    low_pass = butter(3, GRAVITY_CORNER_HZ, "lowpass", fs=sample_rate_hz, output="sos")
    gravity = np.zeros((len(series.motion), 3), np.float32)
    for first, last in zip(series.firsts, series.lasts, strict=True):
        acc = series.motion[first:last, :3]
        gravity[first:last] = sosfiltfilt(low_pass, acc, axis=0) if len(acc) > sample_rate_hz else acc.mean(axis=0)
    return gravity
