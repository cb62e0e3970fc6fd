"""What other phones and watches on other people could have measured: variations of the training windows, drawn on JAX."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from training.activity.inputs import gravity_of
from training.datasets.motion_series import MotionSeries

# How many uniform and normal numbers a window's variation takes.
SHARE_COUNT, NORMAL_COUNT = 13, 12
BODY_AXIS = (1.0, 0.0, 0.0)
HALF_TURN_RAD = np.pi


@dataclass(frozen=True)
class Variation:
    """How far windows are varied; shares are 0 to 1 of the windows. What is left out does not happen.

    tempo_sd: spread of the factor that stretches time. tilted_share: turned about any axis by up to largest_tilt_rad, the
    others by small_tilt_sd_rad. half_turn_shares: by source, turned half about the axis that wearing leaves open. gain_sd,
    noise_sd: of the sensor. slow_share: read at a rate as low as slowest_rate_hz and interpolated. freely_share: turned to any
    side, and said not to be upright. rolled_label: lying people lie on any side.
    """

    tempo_share: float
    tempo_sd: float
    tilted_share: float
    largest_tilt_rad: float
    small_tilt_sd_rad: float
    half_turn_shares: dict[str, float]
    half_turn_axis: tuple[float, float, float]
    gravity_removed_share: float
    gain_sd: float
    acc_noise_sd_g: float
    slow_share: float = 0.0
    slowest_rate_hz: float = np.inf
    freely_share: float = 0.0
    rolled_label: int | None = None
    rolled_share: float = 0.0
    gyro_dropped_share: float = 0.0
    gyro_noise_sd: float = 0.0


class RowData(NamedTuple):
    """What windows are drawn from: motion (sampleCount, channelCount + 3) with gravity beside it, and for each row its first
    sample, the first and last of its run, its label, and how often it is turned by half."""

    motion: jax.Array
    firsts: jax.Array
    run_firsts: jax.Array
    run_lasts: jax.Array
    labels: jax.Array
    half_turn_shares: jax.Array


# From what is drawn from, a key and (batchSize,) rows to the network's inputs and (batchSize, labelCount) targets.
Vary = Callable[[RowData, jax.Array, jax.Array], tuple[list[jax.Array], jax.Array]]


def rotations(axes: jax.Array, angles: jax.Array) -> jax.Array:
    """Returns rotation matrices (count, 3, 3) about axes (count, 3) of any length by angles (count,) in rad (Rodrigues)."""
    x, y, z = (axes / (jnp.linalg.norm(axes, axis=1, keepdims=True) + 1e-12)).T
    zero = jnp.zeros_like(x)
    cross = jnp.stack([zero, -z, y, z, zero, -x, -y, x, zero], axis=1).reshape(-1, 3, 3)
    sine, cosine = jnp.sin(angles)[:, None, None], jnp.cos(angles)[:, None, None]
    return jnp.eye(3) + sine * cross + (1 - cosine) * (cross @ cross)


def free_rotations(quaternions: jax.Array) -> jax.Array:
    """Returns rotations (count, 3, 3), every orientation as likely, from normally distributed quaternions (count, 4)."""
    w, x, y, z = (quaternions / jnp.linalg.norm(quaternions, axis=1, keepdims=True)).T
    rows = [
        1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
        2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
        2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y),
    ]  # fmt: skip
    return jnp.stack(rows, axis=1).reshape(-1, 3, 3)


def make_vary(
    series: MotionSeries,
    window_sample_count: int,
    stride: int,
    sample_rate_hz: float,
    variation: Variation,
    label_count: int,
    posture_labels: tuple[int, ...],
    label_smoothing: float,
    presence_count: int,
) -> tuple[Vary, RowData, np.ndarray]:
    """Returns the function that draws varied windows by their rows, what it draws from, and (rowCount,) the run of each row.

    presence_count: how many of the flags gravity, gyroscope and upright the network takes. posture_labels: what only gravity in the body's frame tells apart. Where that is not known they share the target equally.
    """
    firsts, runs = series.window_firsts(window_sample_count, stride)
    has_gyro = series.motion.shape[1] > 3
    data = RowData(
        motion=jnp.asarray(np.concatenate([series.motion, gravity_of(series, sample_rate_hz)], axis=1)),
        firsts=jnp.asarray(firsts, jnp.int32),
        run_firsts=jnp.asarray(series.firsts[runs], jnp.int32),
        run_lasts=jnp.asarray(series.lasts[runs], jnp.int32),
        labels=jnp.asarray(series.labels[runs], jnp.int32),
        half_turn_shares=jnp.asarray([variation.half_turn_shares.get(str(source), 0.0) for source in series.sources[runs]]),
    )
    is_posture = np.zeros(label_count, np.float32)
    is_posture[list(posture_labels)] = 1.0
    middle = (window_sample_count - 1) / 2
    times = jnp.arange(window_sample_count) - middle

    def at_run(motion, positions, low, length):
        positions = jnp.clip(positions, 0.0, (length - 1.0)[:, None])
        whole = jnp.floor(positions)
        left = whole.astype(jnp.int32)
        right = jnp.minimum(left + 1, (length - 1)[:, None])
        share = (positions - whole)[..., None]
        return motion[low[:, None] + left] * (1 - share) + motion[low[:, None] + right] * share

    def vary(data: RowData, key: jax.Array, rows: jax.Array) -> tuple[list[jax.Array], jax.Array]:
        count = len(rows)
        share_key, normal_key, acc_key, gyro_key = jax.random.split(key, 4)
        # Drawn together: each call of the generator is compiled by itself.
        shares = iter(jax.random.uniform(share_key, (SHARE_COUNT, count)))
        normals = iter(jax.random.normal(normal_key, (NORMAL_COUNT, count)))

        def is_drawn(share):
            return next(shares) < share

        def vectors(size):
            return jnp.stack([next(normals) for _ in range(size)], axis=1)

        label = data.labels[rows]
        low, high = data.run_firsts[rows], data.run_lasts[rows]
        shifts = jnp.floor(next(shares) * stride).astype(jnp.int32)
        first = jnp.minimum(data.firsts[rows] + shifts, high - window_sample_count)
        tempo = jnp.exp(jnp.clip(next(normals) * variation.tempo_sd, -0.2, 0.2))
        tempo = jnp.where(is_drawn(variation.tempo_share), tempo, 1.0)
        is_slow = is_drawn(variation.slow_share)
        slowest_step = sample_rate_hz / variation.slowest_rate_hz
        step = jnp.where(is_slow, 1.0 + next(shares) * (slowest_step - 1.0), 1.0)[:, None]
        # Counted from the run's first sample: float32 holds no position in the whole series exactly.
        positions = (first - low)[:, None] + middle + times * tempo[:, None]
        left = jnp.floor(positions / step) * step
        share = ((positions - left) / step)[..., None]
        length = high - low
        cut = at_run(data.motion, left, low, length) * (1 - share) + at_run(data.motion, left + step, low, length) * share

        acc, gravity = cut[..., :3], cut[..., -3:]
        has_gravity = ~is_drawn(variation.gravity_removed_share)
        acc = jnp.where(has_gravity[:, None, None], acc, acc - gravity)
        axes = vectors(3)
        small = next(normals) * variation.small_tilt_sd_rad
        large = next(shares) * variation.largest_tilt_rad
        turns = rotations(axes, jnp.where(is_drawn(variation.tilted_share), large, small))
        half_turned = jnp.where(is_drawn(data.half_turn_shares[rows]), HALF_TURN_RAD, 0.0)
        turns = turns @ rotations(jnp.tile(jnp.asarray(variation.half_turn_axis), (count, 1)), half_turned)
        if variation.rolled_label is not None:
            is_rolled = (label == variation.rolled_label) & is_drawn(variation.rolled_share)
            rolled = jnp.where(is_rolled, next(shares) * 2 * np.pi, 0.0)
            turns = turns @ rotations(jnp.tile(jnp.asarray(BODY_AXIS), (count, 1)), rolled)
        is_upright = ~is_drawn(variation.freely_share)
        turns = jnp.where(is_upright[:, None, None], turns, free_rotations(vectors(4)))
        gains = 1 + vectors(3)[:, None] * variation.gain_sd
        acc = jnp.einsum("bij,btj->bti", turns, acc) * gains
        parts = [acc + jax.random.normal(acc_key, acc.shape) * variation.acc_noise_sd_g]
        knows_gyro = ~is_drawn(variation.gyro_dropped_share)
        if has_gyro:
            gyro = jnp.einsum("bij,btj->bti", turns, cut[..., 3:6])
            gyro = gyro + jax.random.normal(gyro_key, gyro.shape) * variation.gyro_noise_sd
            parts.append(gyro * knows_gyro[:, None, None])
        inputs = [jnp.concatenate(parts, axis=2)]
        flags = jnp.stack([has_gravity, knows_gyro, has_gravity & is_upright], axis=1)
        inputs.append(flags[:, :presence_count].astype(jnp.float32))
        targets = jax.nn.one_hot(label, label_count)
        if posture_labels:
            is_merged = (jnp.asarray(is_posture)[label] > 0) & ~(has_gravity & is_upright)
            targets = jnp.where(is_merged[:, None], is_posture / is_posture.sum(), targets)
        return inputs, targets * (1 - label_smoothing) + label_smoothing / label_count

    return vary, data, runs
