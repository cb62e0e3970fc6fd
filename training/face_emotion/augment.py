"""Random views of a face, made inside the training graph from the plain pixels."""

from __future__ import annotations

import tensorflow as tf

from training.datasets.fer2013.reader import FACE_SIZE_PX

MAX_ROTATION_RAD = 0.21
MIN_SCALE, MAX_SCALE = 0.87, 1.18  # input pixels an output pixel spans: below 1 zooms in
MAX_SHIFT_PX = 2.0  # on top of what the smaller view may move inside the face
MIN_CONTRAST, MAX_CONTRAST = 0.65, 1.35
MAX_BRIGHTNESS_GREY_LEVELS = 28.0
CUTOUT_PROBABILITY = 0.5
MIN_CUTOUT_PX, MAX_CUTOUT_PX = 8.0, 20.0
MID_GREY = 128.0


def augment_faces(faces: tf.Tensor, view_size_px: int, seed: tf.Tensor) -> tf.Tensor:
    """Returns (batchSize, view_size_px, view_size_px, 1) float32 grey levels, 0 to 255.

    faces: (batchSize, 48, 48) uint8. seed: (2,) int32; the same seed gives the same views. One resampling does
    mirror, rotation, scale and shift; then contrast, brightness, and a grey rectangle over half of the views.
    """
    batch_size = tf.shape(faces)[0]
    seeds = tf.unstack(tf.random.split(seed, 11), num=11)

    def uniform(index: int, low: float, high: float) -> tf.Tensor:
        return tf.random.stateless_uniform([batch_size], seeds[index], low, high)

    mirror = tf.where(uniform(0, 0.0, 1.0) < 0.5, -1.0, 1.0)
    angle_rad = uniform(1, -MAX_ROTATION_RAD, MAX_ROTATION_RAD)
    scale = uniform(2, MIN_SCALE, MAX_SCALE)
    shift_px = MAX_SHIFT_PX + (FACE_SIZE_PX - view_size_px) / 2
    input_centre_x = (FACE_SIZE_PX - 1) / 2 + uniform(3, -shift_px, shift_px)
    input_centre_y = (FACE_SIZE_PX - 1) / 2 + uniform(4, -shift_px, shift_px)
    output_centre = (view_size_px - 1) / 2
    # Maps a view's pixel to the face's: rotate and scale about the view's centre, then move to the face's.
    a0, a1 = scale * tf.cos(angle_rad) * mirror, -scale * tf.sin(angle_rad)
    b0, b1 = scale * tf.sin(angle_rad) * mirror, scale * tf.cos(angle_rad)
    zero = tf.zeros_like(a0)
    transforms = tf.stack(
        [
            a0,
            a1,
            input_centre_x - (a0 + a1) * output_centre,
            b0,
            b1,
            input_centre_y - (b0 + b1) * output_centre,
            zero,
            zero,
        ],
        axis=1,
    )
    views = tf.raw_ops.ImageProjectiveTransformV3(
        images=tf.cast(faces, tf.float32)[..., None],
        transforms=transforms,
        output_shape=[view_size_px, view_size_px],
        fill_value=0.0,
        interpolation="BILINEAR",
        fill_mode="REFLECT",
    )

    def per_face(values: tf.Tensor) -> tf.Tensor:
        return values[:, None, None, None]

    contrast = per_face(uniform(5, MIN_CONTRAST, MAX_CONTRAST))
    brightness = per_face(uniform(6, -MAX_BRIGHTNESS_GREY_LEVELS, MAX_BRIGHTNESS_GREY_LEVELS))
    mean = tf.reduce_mean(views, axis=(1, 2, 3), keepdims=True)
    views = tf.clip_by_value((views - mean) * contrast + mean + brightness, 0.0, 255.0)

    is_cut = uniform(7, 0.0, 1.0) < CUTOUT_PROBABILITY
    half_px = tf.where(is_cut, uniform(8, MIN_CUTOUT_PX, MAX_CUTOUT_PX) / 2, -1.0)
    pixel = tf.range(view_size_px, dtype=tf.float32)
    is_row_cut = tf.abs(pixel[None] - uniform(9, 0.0, view_size_px)[:, None]) < half_px[:, None]
    is_column_cut = tf.abs(pixel[None] - uniform(10, 0.0, view_size_px)[:, None]) < half_px[:, None]
    is_hidden = is_row_cut[:, :, None] & is_column_cut[:, None, :]
    return tf.where(is_hidden[..., None], MID_GREY, views)
