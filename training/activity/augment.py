"""What a phone at other people's waists and in their pockets could have measured: variations of the training windows."""

from __future__ import annotations

import numpy as np

from training.datasets.motion_windows import BODY_ACC, GYRO, TOTAL_ACC, MotionWindows

# Shares of the training windows that are changed so.
GYRO_DROPPED_SHARE = 0.25
GRAVITY_REMOVED_SHARE = 0.2
# iPhones give the opposite sign of Android phones, and a file does not always say which one it is. Somebody at rest
# with a phone at the belt is told by where gravity points alone, so those windows keep theirs.
SIGN_FLIPPED_SHARE = 0.3
# Turned to any side: as long as somebody moves the window keeps its label.
TURNED_SHARE = 0.2

# People lie on their back, side and front, but one person in a data set on one or two of them. The x axis of UCI HAR's
# phone at the belt runs along the body.
LYING_TURNED_SHARE = 0.5
BODY_AXIS = (1.0, 0.0, 0.0)

SMALL_TURN_SD_RAD = 0.05
# The noise of a phone's sensors and no more: how quietly somebody keeps is what tells lying at the belt from standing
# with the phone in a pocket, where gravity points the same way.
NOISE_SD_G = 0.001
NOISE_SD_RAD_PER_SEC = 0.002
GAIN_SD = 0.005


def model_inputs(
    motion: np.ndarray, has_gyro: np.ndarray | bool = True, has_gravity: np.ndarray | bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Returns the contract's inputs for windows of nine columns: window (windowCount, 128, 6), presence (windowCount, 2)."""
    window_count = len(motion)
    has_gyro = np.broadcast_to(has_gyro, window_count)
    has_gravity = np.broadcast_to(has_gravity, window_count)
    acc = np.where(has_gravity[:, None, None], motion[..., TOTAL_ACC], motion[..., BODY_ACC])
    gyro = motion[..., GYRO] * has_gyro[:, None, None]
    presence = np.stack([has_gravity, has_gyro], axis=1)
    return np.concatenate([acc, gyro], axis=2).astype(np.float32), presence.astype(np.float32)


def augment(
    windows: MotionWindows, moving_labels: tuple[int, ...], lying_label: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Returns the contract's inputs for varied copies of the windows, drawn from rng."""
    count = len(windows.labels)
    is_moving = np.isin(windows.labels, moving_labels)
    is_turned = is_moving & (rng.random(count) < TURNED_SHARE)
    is_rolled = (windows.labels == lying_label) & ~windows.is_pocketed & (rng.random(count) < LYING_TURNED_SHARE)
    is_flipped = (is_moving | windows.is_pocketed) & (rng.random(count) < SIGN_FLIPPED_SHARE)
    axes = rng.normal(size=(count, 3))
    axes /= np.linalg.norm(axes, axis=1, keepdims=True)
    axes[is_rolled] = BODY_AXIS
    angles = rng.normal(0, SMALL_TURN_SD_RAD, count)
    angles = np.where(is_turned | is_rolled, rng.uniform(-np.pi, np.pi, count), angles)
    turns = rotations(axes, angles)
    signs = np.where(is_flipped, -1.0, 1.0)[:, None, None]
    gains = rng.normal(1, GAIN_SD, (count, 1, 3))
    motion = np.empty_like(windows.motion)
    for part, noise_sd, factor in (
        (TOTAL_ACC, NOISE_SD_G, signs * gains),
        (GYRO, NOISE_SD_RAD_PER_SEC, 1.0),
        (BODY_ACC, NOISE_SD_G, signs * gains),
    ):
        turned = windows.motion[..., part] @ turns
        motion[..., part] = turned * factor + rng.normal(0, noise_sd, turned.shape)
    return model_inputs(motion, rng.random(count) >= GYRO_DROPPED_SHARE, rng.random(count) >= GRAVITY_REMOVED_SHARE)


def rotations(axes: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """Returns rotation matrices (count, 3, 3) about unit axes (count, 3) by angles (count,) in rad (Rodrigues' formula)."""
    x, y, z = axes.T
    zero = np.zeros_like(x)
    cross = np.stack([zero, -z, y, z, zero, -x, -y, x, zero], axis=1).reshape(-1, 3, 3)
    sine, cosine = np.sin(angles)[:, None, None], np.cos(angles)[:, None, None]
    return np.eye(3) + sine * cross + (1 - cosine) * (cross @ cross)
