"""Random views of a face, made on the accelerator from the plain pixels: how it is framed, lit, hidden, and what a webcam does to it."""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from training.face_emotion.degradations import (
    FACE_SIZE_PX,
    JPEG_BLOCK_PX,
    JPEG_LUMINANCE,
    blur_matrix,
    dct_matrix,
    far_matrix,
)

MAX_ROTATION_RAD = 0.26
MAX_SHEAR = 0.08
MAX_STRETCH = 0.07
MAX_LOG_GAIN = 0.8  # times 0.45 to 2.2, clipped to white as a sensor does
MIN_LOG_GLARE, MAX_LOG_GLARE = 0.2, 0.95  # times 1.2 to 2.6: what a window or a lamp in front does
MAX_LOG_GAMMA = 0.45
MAX_LIGHT_SLOPE = 0.6  # relative brightness from one edge to the other
MIN_JPEG_QUALITY, MAX_JPEG_QUALITY = 20.0, 80.0
MAX_NOISE_GREY_LEVELS = 12.0
MIN_HIDDEN_PX, MAX_HIDDEN_PX = 8.0, 22.0


class ViewStrength(NamedTuple):
    """How far views are from the face: shares, 0 to 1, of the views that are changed in a way, and limits of the framing."""

    min_scale: float  # input pixels an output pixel spans: below 1 zooms in
    max_scale: float
    max_shift_px: float
    light_share: float  # lit otherwise
    camera_share: float  # far away or out of focus
    jpeg_share: float
    noise_share: float
    hidden_share: float  # a part hidden
    glare_share: float = 0.0  # over-exposed


# Shifts up to a tenth of the side: as far as a detector's box may be off.
STRONG = ViewStrength(0.84, 1.22, 4.8, light_share=0.7, camera_share=0.35, jpeg_share=0.2, noise_share=0.3, hidden_share=0.5)
# The second half of the training: most views are as plain as the faces that people will show.
MILD = ViewStrength(0.9, 1.12, 3.0, light_share=0.4, camera_share=0.15, jpeg_share=0.08, noise_share=0.1, hidden_share=0.25)
# Framed as people are, but taken as webcams do: over-exposed, out of focus, from far away.
WEBCAM = ViewStrength(0.9, 1.12, 3.0, 0.3, camera_share=0.25, jpeg_share=0.08, noise_share=0.1, hidden_share=0.2, glare_share=0.2)

# The first leaves the face as it is; the others see it with so many pixels, or blur it by so many.
CAMERA_MATRICES = np.stack(
    [np.eye(FACE_SIZE_PX, dtype=np.float32)]
    + [far_matrix(size_px) for size_px in (18, 20, 22, 24, 28, 34)]
    + [blur_matrix(sigma_px) for sigma_px in (0.8, 1.2, 1.5, 1.9)]
)


def reframe(key: jax.Array, faces: jax.Array, strength: ViewStrength) -> jax.Array:
    """Returns (batchSize, 48, 48) float32: mirrored, turned, sheared, scaled and shifted by one bilinear resampling.

    faces: (batchSize, 48, 48), any number type. What lies outside is the reflection of the inside.
    """
    keys = jax.random.split(key, 8)
    uniform = lambda index, low, high: jax.random.uniform(keys[index], (len(faces),), minval=low, maxval=high)  # noqa: E731
    mirror = jnp.where(uniform(0, 0.0, 1.0) < 0.5, -1.0, 1.0)
    angle, shear = uniform(1, -MAX_ROTATION_RAD, MAX_ROTATION_RAD), uniform(2, -MAX_SHEAR, MAX_SHEAR)
    scale, stretch = uniform(3, strength.min_scale, strength.max_scale), uniform(4, 1 - MAX_STRETCH, 1 + MAX_STRETCH)
    shift_x, shift_y = (uniform(index, -strength.max_shift_px, strength.max_shift_px) for index in (5, 6))
    middle = (FACE_SIZE_PX - 1) / 2
    row, column = jnp.mgrid[:FACE_SIZE_PX, :FACE_SIZE_PX] - middle
    column, row = column[None] * mirror[:, None, None], row[None]

    def spread(values: jax.Array) -> jax.Array:
        return values[:, None, None]

    across = spread(scale * stretch) * (spread(jnp.cos(angle)) * column - spread(jnp.sin(angle)) * row + spread(shear) * row)
    down = spread(scale / stretch) * (spread(jnp.sin(angle)) * column + spread(jnp.cos(angle)) * row)
    x, y = _reflected(across + middle + spread(shift_x)), _reflected(down + middle + spread(shift_y))
    left, top = jnp.floor(x), jnp.floor(y)
    flat = faces.reshape(len(faces), -1).astype(jnp.float32)

    def at(rows: jax.Array, columns: jax.Array) -> jax.Array:
        clipped = jnp.clip(rows, 0, FACE_SIZE_PX - 1) * FACE_SIZE_PX + jnp.clip(columns, 0, FACE_SIZE_PX - 1)
        places = clipped.astype(jnp.int32).reshape(len(faces), -1)
        return jnp.take_along_axis(flat, places, axis=1).reshape(x.shape)

    right_share, bottom_share = x - left, y - top
    upper = at(top, left) * (1 - right_share) + at(top, left + 1) * right_share
    lower = at(top + 1, left) * (1 - right_share) + at(top + 1, left + 1) * right_share
    return upper * (1 - bottom_share) + lower * bottom_share


def _reflected(place: jax.Array) -> jax.Array:
    last = FACE_SIZE_PX - 1
    return last - jnp.abs(last - jnp.mod(place, 2 * last))


def relight(key: jax.Array, views: jax.Array, strength: ViewStrength) -> jax.Array:
    """Returns views (batchSize, 48, 48), grey levels 0 to 255, under another light: glare, then gain, gamma, and a slope across the face."""
    keys = jax.random.split(key, 7)
    uniform = lambda index, low, high: jax.random.uniform(keys[index], (len(views), 1, 1), minval=low, maxval=high)  # noqa: E731
    glare = jnp.exp(uniform(5, MIN_LOG_GLARE, MAX_LOG_GLARE))
    views = jnp.clip(views * jnp.where(uniform(6, 0.0, 1.0) < strength.glare_share, glare, 1.0), 0, 255)
    gain = jnp.exp(uniform(0, -MAX_LOG_GAIN, MAX_LOG_GAIN))
    gamma = jnp.exp(uniform(1, -MAX_LOG_GAMMA, MAX_LOG_GAMMA))
    direction = uniform(2, 0.0, 2 * jnp.pi)
    row, column = jnp.mgrid[:FACE_SIZE_PX, :FACE_SIZE_PX] / (FACE_SIZE_PX - 1) - 0.5
    slope = 1 + uniform(3, 0.0, MAX_LIGHT_SLOPE) * (jnp.cos(direction) * column[None] + jnp.sin(direction) * row[None])
    lit = jnp.clip(255 * (jnp.clip(views, 0, 255) / 255) ** gamma * gain * slope, 0, 255)
    return jnp.where(uniform(4, 0.0, 1.0) < strength.light_share, lit, views)


def jpeg(views: jax.Array, quality: jax.Array) -> jax.Array:
    """Returns views (batchSize, 48, 48) as JPEG of a quality (batchSize,), 1 to 100, would give them back (libjpeg's scaling)."""
    dct = jnp.asarray(dct_matrix())
    percent = jnp.where(quality < 50, 5000 / quality, 200 - 2 * quality)[:, None, None, None, None]
    step = jnp.clip(jnp.floor((JPEG_LUMINANCE[None, None, :, None, :] * percent + 50) / 100), 1, 255)
    block_count = FACE_SIZE_PX // JPEG_BLOCK_PX
    blocks = views.reshape(-1, block_count, JPEG_BLOCK_PX, block_count, JPEG_BLOCK_PX) - 128
    waves = jnp.einsum("fi,nbicj,gj->nbfcg", dct, blocks, dct)
    kept = jnp.round(waves / step) * step
    return jnp.clip(jnp.einsum("fi,nbfcg,gj->nbicj", dct, kept, dct).reshape(views.shape) + 128, 0, 255)


def photograph(key: jax.Array, views: jax.Array, strength: ViewStrength) -> jax.Array:
    """Returns views (batchSize, 48, 48) as a webcam gives them: some from far away or out of focus, some noisy, some as JPEG."""
    keys = jax.random.split(key, 7)
    count = len(views)
    share = lambda index: jax.random.uniform(keys[index], (count,))  # noqa: E731
    kind = jax.random.randint(keys[0], (count,), 1, len(CAMERA_MATRICES))
    matrix = jnp.asarray(CAMERA_MATRICES)[jnp.where(share(1) < strength.camera_share, kind, 0)]
    views = jnp.einsum("nij,njk,nlk->nil", matrix, views, matrix)
    loudness = jnp.where(share(2) < strength.noise_share, share(3) * MAX_NOISE_GREY_LEVELS, 0.0)
    views = jnp.clip(views + loudness[:, None, None] * jax.random.normal(keys[4], views.shape), 0, 255)
    quality = MIN_JPEG_QUALITY + share(5) * (MAX_JPEG_QUALITY - MIN_JPEG_QUALITY)
    return jnp.where((share(6) < strength.jpeg_share)[:, None, None], jpeg(views, quality), views)


def hide_part(key: jax.Array, views: jax.Array, strength: ViewStrength) -> jax.Array:
    """Returns views (batchSize, 48, 48) with a rectangle of one random grey over some of them, like a hand or a cup."""
    keys = jax.random.split(key, 6)
    uniform = lambda index, low, high: jax.random.uniform(keys[index], (len(views), 1), minval=low, maxval=high)  # noqa: E731
    is_hidden = uniform(0, 0.0, 1.0) < strength.hidden_share
    pixel = jnp.arange(FACE_SIZE_PX, dtype=jnp.float32)[None]
    half_height = jnp.where(is_hidden, uniform(1, MIN_HIDDEN_PX, MAX_HIDDEN_PX) / 2, -1.0)
    half_width = jnp.where(is_hidden, uniform(2, MIN_HIDDEN_PX, MAX_HIDDEN_PX) / 2, -1.0)
    is_row = jnp.abs(pixel - uniform(3, 0.0, FACE_SIZE_PX)) < half_height
    is_column = jnp.abs(pixel - uniform(4, 0.0, FACE_SIZE_PX)) < half_width
    grey = jax.random.uniform(keys[5], (len(views), 1, 1), maxval=255.0)
    return jnp.where(is_row[:, :, None] & is_column[:, None, :], grey, views)


def make_pairs(key: jax.Array, faces: jax.Array, strength: ViewStrength) -> tuple[jax.Array, jax.Array]:
    """Returns two views (batchSize, 48, 48) float32 grey levels, 0 to 255, of each of faces (batchSize, 48, 48): framed alike, the first well taken.

    The same key gives the same views.
    """
    frame_key, light_key, camera_key, hide_key = jax.random.split(key, 4)
    framed = reframe(frame_key, faces, strength)
    taken = photograph(camera_key, relight(light_key, framed, strength), strength)
    return framed, hide_part(hide_key, taken, strength)


def make_views(key: jax.Array, faces: jax.Array, strength: ViewStrength) -> jax.Array:
    """Returns make_pairs' second views."""
    return make_pairs(key, faces, strength)[1]
