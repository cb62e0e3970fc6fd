"""The activity models' data, variations, networks and figures, on made-up motion."""

import json
import lzma

import numpy as np
import pytest

from training.activity.data import LABELS, LYING_LABEL_INDEX, PHONE_CONTRACT, POSTURE_LABEL_INDICES, WRIST_LABELS, windows_of
from training.activity.evaluate import evaluate_on, resample, turn
from training.activity.inputs import gravity_of, model_inputs
from training.activity.model import build_network, build_posture_head, with_posture_head, with_temperature
from training.activity.released import read_released_phone
from training.activity.runs import PHONE_SHAPE, WRIST_SHAPE
from training.activity.smooth import smooth_scores
from training.calibration import softmax
from training.datasets.hmp import reader as hmp
from training.datasets.motion_sense import reader as motion_sense
from training.datasets.motion_series import join_series, series_of_runs
from training.datasets.motion_windows import BODY_ACC, GYRO, TOTAL_ACC, MotionWindows
from training.datasets.uci_har import reader as uci_har
from training.datasets.wisdm import reader as wisdm
from training.parity import load_exported
from training.parity_signal import CADENCE_FIXTURES_PATH, cadence_fixtures, gait
from training.paths import contract_path, model_dir
from training.signal.find_cadence import CADENCE_RATE_HZ, find_cadence

MOTION_SENSE_NAMES = np.array(["downstairs", "upstairs", "walking", "jogging", "sitting", "standing"])


def made_up_windows(count=40):
    rng = np.random.default_rng(3)
    motion = rng.normal(0, 0.05, (count, 128, 9)).astype(np.float32)
    motion[..., 0] += 1
    return MotionWindows(motion, np.arange(count) % len(LABELS), np.arange(count) // 10)


def write_xz(path, save):
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wb") as file:
        save(file)


def test_the_shapes_are_those_of_the_contracts():
    for model_id, shape in (("activity", PHONE_SHAPE), ("activity-wrist", WRIST_SHAPE)):
        contract = json.loads(contract_path(model_id).read_text())
        window, presence = (given["shape"] for given in contract["inputs"])
        assert window == [-1, shape.window_sample_count, 6 if shape.has_gyro else 3]
        assert presence == [-1, shape.presence_count]
        assert len(contract["labels"]) == shape.label_count
        spec = contract["windowSpec"]
        assert spec["lengthSec"] * spec["sampleRateHz"] == pytest.approx(shape.window_sample_count)


def test_uci_har_columns_and_codes_come_in_the_contracts_order(tmp_path):
    folder = tmp_path / "uci-har"
    columns = np.tile(np.arange(9, dtype=np.float32), (6, 128, 1))
    write_xz(folder / "X_test.npy.xz", lambda file: np.save(file, columns))
    np.save(folder / "y_test.npy", np.arange(1, 7, dtype=np.uint8))
    np.save(folder / "subject_test.npy", np.full(6, 2, np.uint8))
    windows = uci_har.read_split(tmp_path, "test", LABELS)
    assert [LABELS[index] for index in windows.labels] == [
        "walking", "walkingUpstairs", "walkingDownstairs", "sitting", "standing", "lying"
    ]  # fmt: skip
    assert windows.motion[0, 0, TOTAL_ACC].tolist() == [6, 7, 8]
    assert windows.motion[0, 0, GYRO].tolist() == [3, 4, 5]
    assert windows.motion[0, 0, BODY_ACC].tolist() == [0, 1, 2]


def test_windows_that_share_a_half_become_the_run_that_they_were_cut_from():
    run = np.random.default_rng(0).normal(size=(320, 9)).astype(np.float32)
    other = np.random.default_rng(1).normal(size=(128, 9)).astype(np.float32)
    motion = np.stack([run[first : first + 128] for first in (0, 64, 128, 192)] + [other])
    series = uci_har.chain_windows(MotionWindows(motion, np.array([3, 3, 3, 3, 1]), np.array([5, 5, 5, 5, 5])))
    assert (series.lasts - series.firsts).tolist() == [320, 128]
    assert series.labels.tolist() == [3, 1]
    np.testing.assert_array_equal(series.motion[:320], run[:, :6])


def test_hapt_leaves_people_out_and_knows_changes_of_posture(tmp_path):
    arrays = {
        "exp01_user01": np.arange(3000, dtype=np.float32).reshape(500, 6),
        "exp02_user02": np.zeros((300, 6), np.float32),
        "labels": np.array([[1, 1, 5, 1, 200], [1, 1, 7, 201, 250], [1, 1, 4, 251, 500], [2, 2, 1, 1, 300]]),
    }
    write_xz(tmp_path / "uci-har" / "hapt_raw.npz.xz", lambda file: np.savez(file, **arrays))
    series = uci_har.read_hapt_series(tmp_path, LABELS, without_people=(2,))
    assert [LABELS[label] for label in series.labels] == ["standing", "sitting"]
    assert (series.lasts - series.firsts).tolist() == [200, 250]
    [recording] = uci_har.read_hapt_recordings(tmp_path, LABELS, people=(1,))
    assert recording.stretches == [(0, 200, LABELS.index("standing")), (250, 500, LABELS.index("sitting"))]
    assert recording.changes_of_posture == [(200, 250)]


def test_motion_sense_stands_as_uci_har_does(tmp_path):
    lengths = (200, 100, 256)
    count = sum(lengths)
    arrays = {
        "acc_g_x2000": np.tile(np.array([0, 2000, 0], np.int16), (count, 1)),
        "gyro_rads_x1000": np.tile(np.array([0, 500, 0], np.int16), (count, 1)),
        "label": np.repeat([3, 3, 5], lengths).astype(np.uint8),
        "subject": np.repeat([1, 2, 2], lengths).astype(np.uint8),
        "trial": np.ones(count, np.uint8),
        "label_names": MOTION_SENSE_NAMES,
    }
    write_xz(tmp_path / "phone-motion" / "motionsense.npz.xz", lambda file: np.savez(file, **arrays))
    windows = windows_of(motion_sense.read_series(tmp_path, LABELS))
    assert [LABELS[index] for index in windows.labels] == ["running"] * 2 + ["standing"] * 3
    assert windows.people.tolist() == [1, 1, 2, 2, 2]
    np.testing.assert_allclose(windows.motion[0, 0, TOTAL_ACC], [1, 0, 0])
    np.testing.assert_allclose(windows.motion[0, 0, GYRO], [-0.5, 0, 0])
    np.testing.assert_allclose(windows.motion[..., BODY_ACC], 0, atol=1e-5)


def test_wrist_data_comes_in_g_at_20_hz_with_the_contracts_labels(tmp_path):
    folder = tmp_path / "wrist-activity"
    arrays = {
        "acc_mm": np.tile(np.array([0, 9807, 0], np.int16), (500, 1)),
        "label": np.repeat([0, 1], 250).astype(np.uint8),
        "subject": np.full(500, 1600, np.uint16),
        "label_names": np.array(["jogging", "folding"]),
    }
    write_xz(folder / "wisdm-watch" / "watch_accel.npz.xz", lambda file: np.savez(file, **arrays))
    series = wisdm.read_series(tmp_path, WRIST_LABELS)
    assert [WRIST_LABELS[label] for label in series.labels] == ["running", "handWork"]
    np.testing.assert_allclose(series.motion[0], [0, 1, 0], atol=1e-3)

    (folder / "hmp-wrist").mkdir()
    np.savez(
        folder / "hmp-wrist" / "hmp.npz",
        acc_code=np.tile(np.array([63, 0, 32], np.uint8), (640, 1)),
        offsets=np.array([0, 320, 640]),
        label=np.array([0, 1], np.uint8),
        label_names=np.array(["Walk", "Getup_bed"]),
        volunteer=np.array(["f1", "m1"]),
    )
    trials = hmp.read_series(tmp_path, WRIST_LABELS, 20)
    assert [WRIST_LABELS[label] for label in trials.labels] == ["walking"]
    assert len(trials.motion) == 200
    np.testing.assert_allclose(trials.motion.mean(axis=0), [-1.5, 1.5, 0.024], atol=1e-2)
    others = hmp.read_others(tmp_path, 20)
    assert [hmp.OTHERS[label] for label in others.labels] == ["Getup_bed"]
    assert others.people.tolist() == [1]


def test_joined_series_keep_their_runs():
    one = series_of_runs([np.zeros((300, 3)), np.ones((200, 3))], [0, 1], [7, 8], "one")
    other = series_of_runs([np.full((250, 3), 2.0)], [2], [7], "other")
    motion, runs = join_series(one, other).windows(100, 100)
    assert runs.tolist() == [0, 0, 0, 1, 1, 2, 2]
    assert motion[:, 0, 0].tolist() == [0, 0, 0, 1, 1, 2, 2]


def test_what_is_missing_is_zero_and_said_to_be_absent():
    motion = made_up_windows(2).motion
    window, presence = model_inputs(motion, np.array([True, False]), np.array([False, True]))
    assert presence.tolist() == [[0, 1, 0], [1, 0, 1]]
    np.testing.assert_array_equal(window[0, :, :3], motion[0, :, BODY_ACC])
    np.testing.assert_array_equal(window[1, :, 3:], 0)


def test_gravity_is_what_stays():
    at_sec = np.arange(1000) / 50
    acc = np.stack([1 + 0.5 * np.sin(2 * np.pi * 2 * at_sec), 0 * at_sec, 0 * at_sec], axis=1)
    gravity = gravity_of(series_of_runs([acc], [0], [1], "made up"), 50)
    np.testing.assert_allclose(gravity[100:-100], np.tile([1, 0, 0], (800, 1)), atol=0.02)


def test_turning_keeps_lengths_and_a_quarter_turn_changes_axes():
    motion = made_up_windows(3).motion
    turned = turn(motion, np.tile([0.0, 0.0, 1.0], (3, 1)), np.pi / 2)
    np.testing.assert_allclose(turned[..., 1], motion[..., 0], atol=1e-6)
    np.testing.assert_allclose(turned[..., 0], -motion[..., 1], atol=1e-6)


def test_a_slower_device_loses_what_is_fast():
    at_sec = np.arange(128) / 50
    motion = np.repeat(np.sin(2 * np.pi * 1.0 * at_sec)[None, :, None], 9, axis=2).astype(np.float32)
    np.testing.assert_allclose(resample(motion, 50), motion, atol=1e-5)
    assert np.abs(resample(motion, 10) - motion)[:, 10:100].max() < 0.06


@pytest.mark.parametrize("shape", [PHONE_SHAPE, WRIST_SHAPE])
def test_the_network_that_ships_is_the_one_that_was_trained(shape):
    trained, shipped = build_network(shape, is_exported=False), build_network(shape)
    shipped.set_weights(trained.get_weights())
    rng = np.random.default_rng(7)
    window = rng.normal(0, 0.5, (5, *shipped.inputs[0].shape[1:])).astype(np.float32)
    inputs = [window, np.ones((5, shape.presence_count), np.float32)]
    np.testing.assert_allclose(shipped(inputs).numpy(), trained(inputs).numpy(), atol=1e-5)


def made_up_phone_network():
    scorer = with_temperature(build_network(PHONE_SHAPE), 1.5)
    head = build_posture_head(PHONE_SHAPE, len(POSTURE_LABEL_INDICES))
    return scorer, head, with_posture_head(scorer, head, 2.0, len(LABELS))


def test_the_phones_network_is_small_and_scores_sum_to_one():
    _, _, network = made_up_phone_network()
    assert network.count_params() <= 100_000
    scores = network(list(model_inputs(made_up_windows(4).motion, has_gyro=np.array([True, False] * 2))))["scores"].numpy()
    np.testing.assert_allclose(scores.sum(axis=1), 1, rtol=1e-5)


def test_the_head_shares_out_postures_only_without_a_gyroscope_and_where_up_is_known():
    scorer, head, network = made_up_phone_network()
    inputs = list(
        model_inputs(
            made_up_windows(4).motion,
            has_gyro=np.array([True, False, False, False]),
            is_upright=np.array([True, True, False, True]),
            has_gravity=np.array([True, True, True, False]),
        )
    )
    scores, shipped = scorer(inputs)["scores"].numpy(), network(inputs)["scores"].numpy()
    np.testing.assert_array_equal(shipped[[0, 2, 3]], scores[[0, 2, 3]])
    np.testing.assert_allclose(shipped[1, 3:], scores[1, 3:])
    shares = softmax(head(inputs).numpy()[1] / 2.0)
    np.testing.assert_allclose(shipped[1, :3], shares * scores[1, :3].sum(), rtol=1e-5)
    assert np.abs(shipped[1, :3] - scores[1, :3]).max() > 1e-3


def test_postures_come_first_as_the_head_expects():
    assert POSTURE_LABEL_INDICES == (0, 1, 2)


def test_the_head_does_not_look_at_the_gyroscope_and_bears_a_signal_without_any_movement():
    head = build_posture_head(PHONE_SHAPE, len(POSTURE_LABEL_INDICES))
    window, presence = model_inputs(made_up_windows(2).motion)
    turning = window + np.array([0, 0, 0, 1, 2, 3], np.float32)
    np.testing.assert_array_equal(head([window, presence]).numpy(), head([turning, presence]).numpy())
    assert np.isfinite(head([np.ones_like(window), presence]).numpy()).all()
    assert np.isfinite(head([np.zeros_like(window), presence]).numpy()).all()


def test_the_released_phone_network_can_be_read_back():
    folder = model_dir("activity", PHONE_CONTRACT["version"])
    weights, temperature = read_released_phone(folder)
    network = build_network(PHONE_SHAPE)
    network.set_weights(weights)
    inputs = model_inputs(made_up_windows(6).motion, has_gyro=True, has_gravity=np.arange(6) % 2 == 0)
    again = with_temperature(network, temperature)(list(inputs))["scores"].numpy()
    released = load_exported(folder)(dict(zip(("window", "presence"), inputs, strict=True)))["scores"]
    np.testing.assert_allclose(again, released, atol=1e-5)


def test_figures_count_what_is_right():
    windows = made_up_windows()
    metrics = evaluate_on(lambda window, _: np.tile(np.eye(len(LABELS))[LYING_LABEL_INDEX], (len(window), 1)), windows, "test")
    assert metrics["testAccuracy"] == np.mean(windows.labels == LYING_LABEL_INDEX)
    assert metrics["testAccuracyWithoutUpright"] == np.isin(windows.labels, POSTURE_LABEL_INDICES).mean()


def test_smoothing_overrules_one_doubtful_window_but_follows_a_change():
    scores = np.full((20, 3), 0.05)
    scores[:10, 0], scores[10:, 1] = 0.9, 0.9
    scores[5] = [0.35, 0.6, 0.05]
    causal, offline = smooth_scores(scores, 1.28), smooth_scores(scores, 1.28, is_offline=True)
    np.testing.assert_allclose(causal.sum(axis=1), 1)
    assert causal[:10].argmax(axis=1).tolist() == [0] * 10
    assert offline.argmax(axis=1).tolist() == [0] * 10 + [1] * 10
    assert causal[12:].argmax(axis=1).tolist() == [1] * 8


@pytest.mark.parametrize(("cadence_spm", "amplitude_g", "swing_g"), [(96, 0.25, 0.0), (112, 0.2, 0.3), (166, 0.9, 0.8), (185, 1.0, 0.0)])
def test_cadence_is_counted_within_2_of_the_steps_that_were_made(cadence_spm, amplitude_g, swing_g):
    acc = gait(np.random.default_rng(5), cadence_spm, amplitude_g, swing_g, 1)
    assert abs(find_cadence(acc, CADENCE_RATE_HZ, has_gravity=True).cadence_spm - cadence_spm) <= 2


def test_cadence_equals_the_committed_fixtures():
    for committed, found in zip(json.loads(CADENCE_FIXTURES_PATH.read_text()), cadence_fixtures(), strict=True):
        assert committed["acc"] == found["acc"]
        assert committed["cadence"] == (found["cadence"] and pytest.approx(found["cadence"], abs=1e-4))


def test_varied_windows_say_what_they_lack_and_share_postures_that_nobody_can_tell_apart():
    pytest.importorskip("jax")
    # Only here, so that the other tests run where JAX is not installed.
    import jax

    from training.activity.augment import make_vary
    from training.activity.train import PHONE_VARIATION

    rng = np.random.default_rng(0)
    run = np.array([1.0, 0, 0, 0, 0, 0]) + rng.normal(0, 0.01, (400, 6))
    series = series_of_runs([run, run], [LABELS.index("sitting"), LABELS.index("walking")], [1, 2], "madeUp")
    vary, data, runs = make_vary(series, 128, 16, 50, PHONE_VARIATION, 7, POSTURE_LABEL_INDICES, 0.05, 3)
    rows = np.arange(200) % len(runs)
    (window, presence), targets = (jax.tree.map(np.asarray, part) for part in vary(data, jax.random.key(1), rows))
    assert window.shape == (200, 128, 6)
    assert np.isfinite(window).all()
    np.testing.assert_allclose(targets.sum(axis=1), 1, rtol=1e-5)
    has_gravity, has_gyro, is_upright = presence.T.astype(bool)
    assert not is_upright[~has_gravity].any()
    assert np.abs(window[~has_gyro][..., 3:]).max() == 0
    assert window[is_upright][..., 0].mean() > 0.8
    is_sitting = series.labels[runs[rows]] == LABELS.index("sitting")
    shared = targets[is_sitting & ~is_upright][:, POSTURE_LABEL_INDICES]
    assert np.ptp(shared) < 1e-6
    assert targets[is_sitting & is_upright][:, LABELS.index("sitting")].min() > 0.9
