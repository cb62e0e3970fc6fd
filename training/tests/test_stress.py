"""The stress model's data, training and figures, on made-up people."""

import lzma

import keras
import numpy as np
import pytest

from training.calibration import best_temperature, expected_calibration_error, softmax
from training.classifier import Batchable, train_classifier
from training.stress.data import LABELS, StressWindows, read_windows
from training.stress.evaluate import answers, asked, by_person, evaluate, left_out_tree, window_features
from training.stress.model import build_network, with_temperature
from training.stress.train import make_pass, train


def made_up_windows(person_count=3, count_each=24, seed=0):
    """Windows whose mean skin conductance gives the label away."""
    rng = np.random.default_rng(seed)
    labels = np.arange(person_count * count_each) % 4
    values = rng.normal(0, 0.3, (len(labels), 60, 4)).astype(np.float32)
    values[..., 1] += labels[:, None] - 1.5
    people = np.repeat(np.arange(person_count), count_each)
    return StressWindows(values, np.ones((len(labels), 4), np.float32), labels, people, labels)


def write_person(folder, number, rng):
    """Writes 340 seconds in WESAD's format: 80 of each condition with 5 of nothing between them."""
    codes = np.concatenate([np.repeat([0, code], [5 * 4, 80 * 4]) for code in (1, 2, 3, 4)])
    count = len(codes) // 4
    seconds = np.arange(count * 64) / 64
    arrays = {
        "ACC": rng.integers(-4, 5, (count * 32, 3)).astype(np.int8) + np.array([0, 0, 64], np.int8),
        "BVP": (50 * np.sin(2 * np.pi * 1.2 * seconds) + rng.normal(0, 3, len(seconds))).astype(np.float32),
        "EDA": (1 + (codes == 2) + rng.normal(0, 0.05, len(codes))).astype(np.float32),
        "TEMP": rng.normal(33, 0.1, len(codes)).astype(np.float32),
        "IBI": np.stack([np.arange(0, count, 2), np.full(count // 2, 0.83)], axis=1).astype(np.float32),
        "label_EDA": codes.astype(np.uint8),
    }
    folder.mkdir(parents=True, exist_ok=True)
    with lzma.open(folder / f"S{number}.npz.xz", "wb") as file:
        np.savez(file, **arrays)


def test_windows_have_one_label_throughout_and_people_come_in_the_order_of_their_numbers(tmp_path):
    rng = np.random.default_rng(1)
    for number in (10, 2):
        write_person(tmp_path / "wesad", number, rng)
    windows = read_windows(tmp_path)
    # 80 seconds of one label hold the window that begins with the next multiple of 15 seconds, and perhaps one more.
    assert {int(label) for label in windows.labels} == {0, 1, 2, 3}
    assert sorted(set(windows.people)) == [0, 1]
    assert (windows.presence == 1).all()
    eda = windows.values[..., 1].mean(axis=1)
    assert eda[windows.labels == LABELS.index("stress")].min() > eda[windows.labels != LABELS.index("stress")].max()
    assert set(windows.interval_counts) == {30}


def test_a_pass_keeps_at_least_one_channel_and_zeros_the_others():
    batch = make_pass(made_up_windows(), seed=0, pass_index=0)
    assert batch.presence.sum(axis=1).min() >= 1
    assert 0 < batch.presence.mean() < 1
    np.testing.assert_array_equal(batch.window[np.broadcast_to(batch.presence[:, None] == 0, batch.window.shape)], 0)


def test_the_unrolled_network_answers_like_the_one_that_was_trained():
    trained, unrolled = build_network(4, unroll=False), build_network(4, unroll=True)
    unrolled.set_weights(trained.get_weights())
    windows = made_up_windows(1)
    inputs = [windows.values, windows.presence]
    np.testing.assert_allclose(trained(inputs).numpy(), unrolled(inputs).numpy(), atol=1e-5)
    np.testing.assert_allclose(with_temperature(unrolled, 2)(inputs)["scores"].numpy().sum(axis=1), 1, rtol=1e-5)


def test_an_absent_channel_cannot_change_the_answer():
    network = build_network(4, unroll=False)
    windows = made_up_windows(1)
    presence = windows.presence * [1, 0, 1, 1]
    other = windows.values.copy()
    other[..., 1] = 7
    np.testing.assert_allclose(
        network([windows.values, presence]).numpy(), network([other, presence]).numpy(), atol=1e-6
    )


def test_a_training_that_stopped_goes_on_as_if_it_had_not(tmp_path):
    windows = made_up_windows(1)
    batch = Batchable(windows.values, windows.presence, np.eye(4)[windows.labels], np.ones(len(windows.labels)))

    def run(path, make_pass):
        keras.utils.set_random_seed(5)
        return train_classifier(lambda: build_network(4, 0.0, unroll=False), make_pass, path, 3, 12, 1e-2)

    def stop_at_the_third_pass(pass_index):
        if pass_index == 2:
            raise KeyboardInterrupt
        return batch

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "stopped.npz", stop_at_the_third_pass)
    passes_after_the_stop = []

    def count_passes(pass_index):
        passes_after_the_stop.append(pass_index)
        return batch

    resumed = run(tmp_path / "stopped.npz", count_passes)
    uninterrupted = run(tmp_path / "whole.npz", lambda _: batch)
    assert passes_after_the_stop == [2]
    for left, right in zip(resumed.get_weights(), uninterrupted.get_weights(), strict=True):
        np.testing.assert_allclose(left, right, atol=1e-6)


def test_training_and_evaluating_run_from_end_to_end(tmp_path, monkeypatch):
    rng = np.random.default_rng(2)
    for number in (2, 3):
        write_person(tmp_path / "wesad", number, rng)
    train(tmp_path, tmp_path / "run", pass_count=1)
    metrics = evaluate(tmp_path, tmp_path / "run", has_trees=False)
    assert 0 <= metrics["binaryAllAccuracy"] <= 1
    assert metrics["fourMajorityAccuracy"] < 0.6


def test_questions_leave_meditation_out_and_reduce_the_scores():
    windows = made_up_windows(1)
    is_asked, classes = asked(windows, "binary")
    assert (windows.labels[~is_asked] == LABELS.index("meditation")).all()
    assert set(classes[is_asked]) == {0, 1}
    scores = np.array([[0.2, 0.3, 0.2, 0.3], [0.1, 0.35, 0.1, 0.45], [0.1, 0.2, 0.3, 0.4]])
    assert answers(scores, "binary").tolist() == [0, 1, 0]
    assert answers(scores, "three").tolist() == [1, 1, 2]
    assert answers(scores, "four").tolist() == [1, 3, 3]


def test_figures_are_means_over_people_not_over_windows():
    figures = by_person(np.array([0, 1, 0, 0, 0, 0]), np.array([1, 0, 0, 0, 0, 0]), np.array([0, 0, 1, 1, 1, 1]))
    assert figures["Accuracy"] == 0.5
    assert figures["AccuracySd"] == 0.5


def test_a_tree_finds_what_gives_the_label_away_and_nothing_in_a_constant():
    windows = made_up_windows(3, 40)
    assert left_out_tree(window_features(windows, ("eda",)), windows, "four", "eda")["Accuracy"] > 0.9
    assert left_out_tree(windows.presence[:, :1], windows, "four", "presence")["Accuracy"] < 0.5


def test_the_temperature_that_made_the_scores_is_found_and_calibrates_them():
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (20_000, 4))
    labels = np.array([rng.choice(4, p=row) for row in softmax(logits)])
    assert abs(best_temperature(3 * logits, labels) - 3) < 0.15
    assert expected_calibration_error(softmax(logits), labels) < 0.02 < expected_calibration_error(softmax(3 * logits), labels)
