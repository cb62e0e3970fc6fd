"""The activity networks: convolutions and an unrolled LSTM beside statistics and spectra of the window, all in one graph."""

from __future__ import annotations

from dataclasses import dataclass, replace

import keras
import numpy as np
from keras import layers, ops

# Rotation rates of walking people reach several rad/s, accelerations about one g: brought to one size inside the graph.
GYRO_SCALE = 0.5
# The noise of a sensor, squared: in g^2 and (rad/s)^2. Quieter than this is as quiet.
SMALLEST_VARIANCE = 1e-7
SMALLEST_GRAVITY_G2 = 0.05
BATCH_NORM_MOMENTUM = 0.98
# What tells postures apart is small beside what moving bodies do: these few keep their own scale.
POSTURE_BAND_EDGES_HZ = (0.3, 0.5, 0.9, 1.3, 1.7, 2.1, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 20.1)
SMALLEST_FEATURE_VARIANCE = 1e-6
LARGEST_FEATURE = 6.0
SLOPE_SCALE = 30.0
FOURTH_MOMENT_SCALE = 0.3
POSTURE_HEAD_NAME = "posture_head"


@dataclass(frozen=True)
class NetworkShape:
    """What differs between the network for a phone and the one for a wrist.

    presence_count: how many presence flags come beside the window. band_edges_hz: borders of the spectrum's bands.
    last_pool_size: how many steps of the last convolution the LSTM takes as one; its unrolled steps are most of the time on WASM.
    """

    window_sample_count: int
    sample_rate_hz: float
    has_gyro: bool
    presence_count: int
    label_count: int
    band_edges_hz: tuple[float, ...]
    channel_counts: tuple[int, int, int] = (32, 48, 64)
    last_pool_size: int = 2
    lstm_unit_count: int = 48
    statistics_unit_count: int = 64
    dense_unit_count: int = 64
    dropout: float = 0.25


class UnfoldedConv1D(layers.Conv1D):
    """A Conv1D, same weights, computed as one product of matrices: what runs fast where many networks train as one.

    Under jax.vmap a convolution with a kernel for each network becomes a grouped one, which GPUs are slow at.
    """

    def call(self, inputs):
        """Returns what Conv1D returns for same padding."""
        size, stride = self.kernel_size[0], self.strides[0]
        length = inputs.shape[1]
        out_length = -(-length // stride)
        padding = max((out_length - 1) * stride + size - length, 0)
        padded = ops.pad(inputs, [[0, 0], [padding // 2, padding - padding // 2], [0, 0]])
        span = (out_length - 1) * stride + 1
        unfolded = ops.concatenate([padded[:, tap : tap + span : stride] for tap in range(size)], axis=2)
        outputs = ops.matmul(unfolded, ops.reshape(self.kernel, (-1, self.filters)))
        return outputs + self.bias if self.use_bias else outputs


class RowConv1D(layers.Conv1D):
    """A Conv1D for same padding without a bias, same weights, over one row: (batchSize, 1, length, channels).

    TF.js convolves in two dimensions alone: each Conv1D would take two changes of shape more, and keep its batch norm apart.
    """

    def call(self, inputs):
        """Returns what Conv1D returns, as a row."""
        return ops.conv(inputs, ops.expand_dims(self.kernel, 0), strides=(1, self.strides[0]), padding="same")

    def compute_output_shape(self, input_shape):
        """Returns (batchSize, 1, length, channelCount)."""
        return (*input_shape[:2], -(-input_shape[2] // self.strides[0]), self.filters)


class JointLSTM(layers.LSTM):
    """An LSTM from zeros, same weights, unrolled: the inputs of all steps in one product, the gates of a step in one sigmoid.

    TF.js takes its time for the number of ops, not for their size; Keras's own unrolled step has fifteen, this one eleven.
    """

    def call(self, sequences, mask=None, training=False, initial_state=None):
        """Returns what LSTM returns for return_sequences."""
        step_count, input_count = sequences.shape[1:]
        flat = ops.matmul(ops.reshape(sequences, (-1, input_count)), self.cell.kernel) + self.cell.bias
        projected = ops.reshape(flat, (-1, step_count, 4 * self.units))
        carry, hidden, steps = None, None, []
        for projection in ops.unstack(projected, axis=1):
            sums = projection if hidden is None else projection + ops.matmul(hidden, self.cell.recurrent_kernel)
            enter, forget, _, leave = ops.split(ops.sigmoid(sums), 4, axis=1)
            entering = enter * ops.tanh(sums[:, 2 * self.units : 3 * self.units])
            carry = entering if carry is None else forget * carry + entering
            hidden = leave * ops.tanh(carry)
            steps.append(hidden)
        return ops.stack(steps, axis=1)


def band_matrices(shape: NetworkShape) -> tuple[np.ndarray, np.ndarray]:
    """Returns the DFT, cosines beside sines, (sampleCount, 2 * frequencyCount), and (frequencyCount, bandCount) means of bands."""
    count = shape.window_sample_count
    frequencies = np.arange(1, count // 2 + 1)
    hz = frequencies * shape.sample_rate_hz / count
    is_used = hz <= shape.band_edges_hz[-1]
    frequencies, hz = frequencies[is_used], hz[is_used]
    taper = np.hanning(count + 1)[:-1]
    phases = 2 * np.pi * np.arange(count)[:, None] * frequencies / count
    # A sinus of amplitude 1 has power 1 in its own frequency.
    transform = np.concatenate([np.cos(phases), np.sin(phases)], axis=1) * taper[:, None] * 2 / taper.sum()
    band_of = np.searchsorted(shape.band_edges_hz, hz, "right") - 1
    band_of = np.minimum(band_of, len(shape.band_edges_hz) - 2)
    is_in_band = band_of[:, None] == np.arange(len(shape.band_edges_hz) - 1)
    return transform.astype(np.float32), (is_in_band / np.maximum(is_in_band.sum(axis=0), 1)).astype(np.float32)


def _times(rows, matrix):
    """Returns rows (batchSize, rowCount, n) times a matrix (n, m). As one product of two matrices: a tensor's would take a dozen ops."""
    row_count, length = rows.shape[1:]
    flat = ops.matmul(ops.reshape(rows, (-1, length)), ops.convert_to_tensor(matrix))
    return ops.reshape(flat, (-1, row_count, matrix.shape[1]))


def _log(values):
    return 0.5 * ops.log(values + SMALLEST_VARIANCE)


def _length(values):
    return ops.sqrt(ops.sum(ops.square(values), axis=-1, keepdims=True) + SMALLEST_VARIANCE)


def _largest_of(x, size: int):
    """Returns what MaxPooling1D returns. Its own gradient would be a fifth of a training step where XLA compiles for a processor."""
    length = x.shape[1] // size * size
    parts = [x[:, first:length:size] for first in range(size)]
    largest = parts[0]
    for part in parts[1:]:
        largest = ops.maximum(largest, part)
    return largest


def _motion_channels(window, has_gyro: bool):
    """Returns posture (batchSize, 3), the moving channels as they are worn and turned to gravity (batchSize, sampleCount, n)."""
    acc = window[:, :, :3]
    posture = ops.mean(acc, axis=1)
    movement = acc - ops.expand_dims(posture, 1)
    # Without gravity the mean is near zero, and so are the parts along it.
    upwards = posture / ops.sqrt(ops.sum(ops.square(posture), axis=1, keepdims=True) + SMALLEST_GRAVITY_G2)
    upwards = ops.expand_dims(upwards, 1)
    vertical = ops.sum(movement * upwards, axis=2, keepdims=True)
    channels = [movement, vertical, _length(movement - vertical * upwards), _length(acc)]
    if has_gyro:
        gyro = window[:, :, 3:] * GYRO_SCALE
        turning = ops.sum(gyro * upwards, axis=2, keepdims=True)
        channels += [gyro, turning, _length(gyro - turning * upwards)]
    return posture, ops.concatenate(channels, axis=2)


def _statistics(channels, shape: NetworkShape):
    """Returns (batchSize, n) what a hand-made classifier would look at: spread, roughness, extremes and spectra."""
    transform, bands = band_matrices(shape)
    means = ops.mean(channels, axis=1, keepdims=True)
    centred = channels - means
    roughness = channels[:, 1:] - channels[:, :-1]
    rows = ops.transpose(centred, (0, 2, 1))
    parts = _times(rows, transform)
    frequency_count = transform.shape[1] // 2
    power = ops.square(parts[:, :, :frequency_count]) + ops.square(parts[:, :, frequency_count:])
    spectrum = _log(_times(power, bands))
    covariance = ops.matmul(rows, centred) * (1 / shape.window_sample_count)
    return ops.concatenate(
        [
            ops.squeeze(means, 1),
            _log(ops.mean(ops.square(centred), axis=1)),
            _log(ops.mean(ops.square(roughness), axis=1)),
            ops.max(centred, axis=1),
            ops.min(centred, axis=1),
            ops.reshape(spectrum, (-1, spectrum.shape[1] * spectrum.shape[2])),
            ops.tanh(ops.reshape(covariance, (-1, covariance.shape[1] ** 2)) * 20.0),
        ],
        axis=1,
    )


def build_network(shape: NetworkShape, is_exported: bool = True) -> keras.Model:
    """Builds the network with logits (batchSize, labelCount) as its output; the order of its weights is always the same.

    Inputs: "window" (batchSize, sampleCount, 3 or 6), acceleration in g and rotation rate in rad/s, and
    "presence" (batchSize, presenceCount), as the contract describes them. is_exported: with convolutions and an
    unrolled LSTM, as TF.js runs them; else with what trains fast.
    """
    window = keras.Input((shape.window_sample_count, 6 if shape.has_gyro else 3), name="window")
    presence = keras.Input((shape.presence_count,), name="presence")
    posture, channels = _motion_channels(window, shape.has_gyro)
    first, second, third = shape.channel_counts

    def convolved(x, channel_count: int, size: int, stride: int = 1):
        convolution = RowConv1D if is_exported else UnfoldedConv1D
        x = convolution(channel_count, size, strides=stride, padding="same", use_bias=False, kernel_initializer="he_normal")(x)
        x = layers.BatchNormalization(momentum=BATCH_NORM_MOMENTUM)(x)
        return layers.Activation("relu")(x)

    def pooled(x, size: int):
        if is_exported:
            return layers.MaxPooling2D((1, size))(x)
        return layers.SpatialDropout1D(shape.dropout / 2)(_largest_of(x, size))

    x = convolved(ops.expand_dims(channels, 1) if is_exported else channels, first, 7, stride=2)
    x = pooled(convolved(x, second, 5), 2)
    x = pooled(convolved(x, third, 5), shape.last_pool_size)
    x = ops.squeeze(x, 1) if is_exported else x
    steps = (JointLSTM if is_exported else layers.LSTM)(shape.lstm_unit_count, return_sequences=True)(x)
    attention = layers.Dense(1)(ops.reshape(steps, (-1, shape.lstm_unit_count)))
    attention = ops.softmax(ops.reshape(attention, (-1, steps.shape[1], 1)), axis=1)
    course = ops.sum(steps * attention, axis=1)

    statistics = layers.Concatenate()([posture, _statistics(channels, shape), presence])
    statistics = layers.BatchNormalization(momentum=BATCH_NORM_MOMENTUM)(statistics)
    statistics = layers.Dropout(shape.dropout)(statistics)
    statistics = layers.Dense(shape.statistics_unit_count, activation="relu")(statistics)

    x = layers.Concatenate()([course, statistics, posture, presence])
    x = layers.Dropout(shape.dropout)(x)
    x = layers.Dense(shape.dense_unit_count, activation="relu")(x)
    x = layers.Dropout(shape.dropout)(x)
    logits = layers.Dense(shape.label_count)(x)
    return keras.Model([window, presence], logits)


def _tremor(channels, shape: NetworkShape):
    """Returns (batchSize, n) how somebody at rest sways and trembles, in numbers that do not shrink with the movement."""
    means = ops.mean(channels, axis=1, keepdims=True)
    centred = channels - means
    squares = centred * centred
    variances = ops.mean(squares, axis=1) + SMALLEST_VARIANCE
    spreads = ops.sqrt(variances)
    roughness = channels[:, 1:] - channels[:, :-1]
    rows = ops.transpose(centred, (0, 2, 1))
    transform, bands = band_matrices(shape)
    parts = _times(rows, transform)
    frequency_count = transform.shape[1] // 2
    power = ops.square(parts[:, :, :frequency_count]) + ops.square(parts[:, :, frequency_count:])
    spectrum = _log(_times(power, bands))
    covariance = ops.matmul(rows, centred) * (1 / shape.window_sample_count)
    correlation = covariance / (ops.expand_dims(spreads, 1) * ops.expand_dims(spreads, 2))
    times = np.linspace(-1, 1, shape.window_sample_count, dtype=np.float32)[:, None]
    slopes = ops.squeeze(_times(rows, times), 2) * (1 / shape.window_sample_count)
    # Products, not squares of squares: TensorFlow would make one op of those that TF.js lacks.
    cubes = ops.mean(squares * centred, axis=1) / (variances * spreads)
    fourths = ops.mean(squares * squares, axis=1) / (variances * variances)
    return ops.concatenate(
        [
            ops.squeeze(means, 1),
            0.5 * ops.log(variances),
            _log(ops.mean(ops.square(roughness), axis=1)),
            ops.max(centred, axis=1),
            ops.min(centred, axis=1),
            ops.reshape(spectrum, (-1, spectrum.shape[1] * spectrum.shape[2])),
            ops.reshape(correlation, (-1, correlation.shape[1] ** 2)),
            slopes * SLOPE_SCALE,
            _log(ops.square(slopes)),
            cubes,
            fourths * FOURTH_MOMENT_SCALE,
        ],
        axis=1,
    )


def build_posture_head(shape: NetworkShape, posture_count: int, dropout: float = 0.1) -> keras.Model:
    """Builds the network that tells postures apart by acceleration alone, logits (batchSize, postureCount) as its output.

    Inputs as build_network's; what the gyroscope measured is not looked at. Beside it the network of build_network would have
    to learn the same from windows that are mostly of moving people, most of them with a gyroscope: it does so badly.
    """
    window = keras.Input((shape.window_sample_count, 6), name="window")
    presence = keras.Input((shape.presence_count,), name="presence")
    posture, channels = _motion_channels(window, has_gyro=False)
    tremor = _tremor(channels, replace(shape, band_edges_hz=POSTURE_BAND_EDGES_HZ))
    features = layers.Concatenate()([posture, tremor])
    features = layers.BatchNormalization(momentum=BATCH_NORM_MOMENTUM, epsilon=SMALLEST_FEATURE_VARIANCE)(features)
    features = ops.clip(features, -LARGEST_FEATURE, LARGEST_FEATURE)
    x = layers.Dropout(dropout)(features)
    x = layers.Dense(48, activation="relu")(x)
    x = layers.Dropout(dropout)(layers.Concatenate()([x, features[:, :3]]))
    x = layers.Dense(32, activation="relu")(x)
    x = layers.Dropout(dropout)(x)
    return keras.Model([window, presence], layers.Dense(posture_count)(x), name=POSTURE_HEAD_NAME)


def with_temperature(network: keras.Model, temperature: float) -> keras.Model:
    """Returns the network as it ships: one output "scores", softmax of the logits over the calibration temperature."""
    scores = layers.Softmax(name="scores")(network.output / temperature)
    return keras.Model(network.inputs, {"scores": scores})


def with_posture_head(scorer: keras.Model, head: keras.Model, temperature: float, label_count: int) -> keras.Model:
    """Returns the phone's network as it ships: without a gyroscope, where up is known, head shares out what scorer gives postures.

    scorer: of with_temperature; the postures are the first of the labels. temperature: of the head.
    """
    # Inside the head, whose name tells its constants from the scorer's.
    tempered = keras.Model(head.inputs, head.output / temperature, name=POSTURE_HEAD_NAME)
    window, presence = scorer.inputs
    scores = scorer.output["scores"]
    posture_count = head.output.shape[1]
    has_gyro, is_upright = presence[:, 1:2], presence[:, 2:3]
    use = is_upright * (1 - has_gyro)
    postures, others = scores[:, :posture_count], scores[:, posture_count:label_count]
    shared = ops.sum(postures, axis=1, keepdims=True) * ops.softmax(tempered([window, presence]), axis=1)
    postures = postures * (1 - use) + shared * use
    return keras.Model(scorer.inputs, {"scores": layers.Concatenate(name="together")([postures, others])})
