"""The activity model's data, augmentation and network, on made-up motion."""

import lzma

import numpy as np

from training.activity.augment import augment, model_inputs, rotations
from training.activity.data import LABELS, LYING_LABEL_INDEX, MOVING_LABEL_INDICES
from training.activity.evaluate import evaluate_on
from training.activity.export import made_up_motion
from training.activity.model import build_network, with_temperature
from training.activity.train import make_pass
from training.datasets.motion_sense.reader import read_windows
from training.datasets.motion_windows import BODY_ACC, GYRO, TOTAL_ACC, MotionWindows
from training.datasets.uci_har.reader import read_split


def made_up_windows(count=40, is_pocketed=False):
    rng = np.random.default_rng(3)
    motion = rng.normal(0, 0.05, (count, 128, 9)).astype(np.float32)
    motion[..., 0] += 1
    return MotionWindows(motion, np.arange(count) % len(LABELS), np.arange(count) // 10, np.full(count, is_pocketed))


def write_xz(path, save):
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wb") as file:
        save(file)


def test_uci_har_columns_and_codes_come_in_the_contracts_order(tmp_path):
    folder = tmp_path / "uci-har"
    columns = np.tile(np.arange(9, dtype=np.float32), (6, 128, 1))
    write_xz(folder / "X_test.npy.xz", lambda file: np.save(file, columns))
    np.save(folder / "y_test.npy", np.arange(1, 7, dtype=np.uint8))
    np.save(folder / "subject_test.npy", np.full(6, 2, np.uint8))
    windows = read_split(tmp_path, "test", LABELS)
    assert [LABELS[index] for index in windows.labels] == [
        "walking", "walkingUpstairs", "walkingDownstairs", "sitting", "standing", "lying"
    ]  # fmt: skip
    assert windows.motion[0, 0, TOTAL_ACC].tolist() == [6, 7, 8]
    assert windows.motion[0, 0, GYRO].tolist() == [3, 4, 5]
    assert windows.motion[0, 0, BODY_ACC].tolist() == [0, 1, 2]


def test_motion_sense_is_cut_within_runs_and_its_sign_turned_round(tmp_path):
    lengths = (200, 100, 256)
    count = sum(lengths)
    arrays = {
        "acc_g_x2000": np.tile(np.array([0, -2000, 0], np.int16), (count, 1)),
        "gyro_rads_x1000": np.full((count, 3), 500, np.int16),
        "label": np.repeat([3, 3, 5], lengths).astype(np.uint8),
        "subject": np.repeat([1, 2, 2], lengths).astype(np.uint8),
        "trial": np.ones(count, np.uint8),
        "label_names": np.array(["downstairs", "upstairs", "walking", "jogging", "sitting", "standing"]),
    }
    write_xz(tmp_path / "phone-motion" / "motionsense.npz.xz", lambda file: np.savez(file, **arrays))
    windows = read_windows(tmp_path, LABELS)
    assert [LABELS[index] for index in windows.labels] == ["running"] * 2 + ["standing"] * 3
    assert windows.people.tolist() == [1, 1, 2, 2, 2]
    np.testing.assert_allclose(windows.motion[0, 0, TOTAL_ACC], [0, 1, 0])
    np.testing.assert_allclose(windows.motion[0, 0, GYRO], 0.5)
    np.testing.assert_allclose(windows.motion[..., BODY_ACC], 0, atol=1e-5)


def test_rotations_keep_lengths_and_turn_by_the_angle():
    quarter = rotations(np.array([[0.0, 0.0, 1.0]]), np.array([np.pi / 2]))[0]
    np.testing.assert_allclose(quarter @ [1, 0, 0], [0, 1, 0], atol=1e-12)
    rng = np.random.default_rng(0)
    axes = rng.normal(size=(20, 3))
    turns = rotations(axes / np.linalg.norm(axes, axis=1, keepdims=True), rng.uniform(0, 3, 20))
    np.testing.assert_allclose(turns @ turns.transpose(0, 2, 1), np.tile(np.eye(3), (20, 1, 1)), atol=1e-12)


def test_what_is_dropped_is_zero_and_said_to_be_absent():
    motion = made_up_windows(2).motion
    window, presence = model_inputs(motion, np.array([True, False]), np.array([False, True]))
    assert presence.tolist() == [[0, 1], [1, 0]]
    np.testing.assert_array_equal(window[0, :, :3], motion[0, :, BODY_ACC])
    np.testing.assert_array_equal(window[1, :, 3:], 0)


def test_somebody_at_rest_with_the_phone_at_the_belt_keeps_upright():
    windows = made_up_windows(700)
    window, presence = augment(windows, MOVING_LABEL_INDICES, LYING_LABEL_INDEX, np.random.default_rng(1))
    is_at_rest = ~np.isin(windows.labels, (*MOVING_LABEL_INDICES, LYING_LABEL_INDEX))
    upwards = window[is_at_rest & (presence[:, 0] == 1)][:, :, 0].mean(axis=1)
    assert upwards.min() > 0.8
    is_moving = np.isin(windows.labels, MOVING_LABEL_INDICES) & (presence[:, 0] == 1)
    assert window[is_moving][:, :, 0].mean(axis=1).min() < -0.8


def test_a_pass_is_the_same_for_the_same_seed_and_another_for_the_next_pass():
    windows = made_up_windows(is_pocketed=True)
    first, again, other = make_pass(windows, 0, 1), make_pass(windows, 0, 1), make_pass(windows, 0, 2)
    np.testing.assert_array_equal(first.window, again.window)
    assert first.window.shape != other.window.shape or not np.array_equal(first.window, other.window)
    np.testing.assert_allclose(first.targets.sum(axis=1), 1)


def test_scores_sum_to_one_and_the_figures_count_what_is_right():
    model = with_temperature(build_network((4, 4), 4), 1.5)
    window, presence = made_up_motion()
    scores = model([window, presence])["scores"].numpy()
    np.testing.assert_allclose(scores.sum(axis=1), 1, rtol=1e-5)

    windows = made_up_windows()

    def always_lying(inputs):
        return {"scores": np.tile(np.eye(len(LABELS))[LYING_LABEL_INDEX], (len(inputs["window"]), 1))}

    metrics = evaluate_on(always_lying, windows, "test")
    assert metrics["testAccuracy"] == np.mean(windows.labels == LYING_LABEL_INDEX)
    still = np.isin([LABELS[label] for label in windows.labels], ["lying", "sitting", "standing"])
    assert metrics["testAccuracyWithoutGravity"] == still.mean()
