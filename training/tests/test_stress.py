"""The stress model's data, training and figures, on made-up people."""

import json
import lzma

import numpy as np
import pytest

from training.calibration import best_temperature, expected_calibration_error, softmax
from training.checkpoint import load_checkpoint
from training.datasets.wesad.arousals import read_arousals
from training.paths import contract_path
from training.stress.data import AFTER, CHANNELS, GROUPS, LABELS, LIVE, StressWindows, load_windows, read_windows, save_windows
from training.stress.evaluate import abstention_curve, calibration_error, evaluate
from training.stress.export import load_released
from training.stress.model import EXPERTS, StressExperts, StressMembers, build_released, experts_of, pool_steps
from training.stress.scoring import asked, by_person, scores_for
from training.stress.train import SENSOR_GROUPS, SETTINGS, Member, draw, pools_of, presence_table, subset_index, train
from training.stress.trees import left_out_answers


def made_up_windows(person_count=3, count_each=24, seed=0):
    """Windows whose tonic skin conductance gives the label away, the same under both scales."""
    rng = np.random.default_rng(seed)
    labels = np.arange(person_count * count_each) % 4
    values = rng.normal(0, 0.3, (2, len(labels), 60, len(CHANNELS))).astype(np.float32)
    values[..., CHANNELS.index("edaTonic")] += labels[:, None] - 1.5
    presence = np.ones((2, len(labels), len(GROUPS)), np.float32)
    presence[AFTER, :, GROUPS.index("baseline")] = 0
    people = np.repeat(np.arange(person_count), count_each)
    is_scored = np.ones((2, len(labels)), bool)
    return StressWindows(values, presence, labels, people, is_scored, labels, np.zeros((len(labels), len(CHANNELS))))


def write_person(folder, number, rng):
    """Writes 960 seconds in WESAD's format: 235 of each condition with 5 of nothing between them."""
    codes = np.concatenate([np.repeat([0, code], [5 * 4, 235 * 4]) for code in (1, 2, 3, 4)])
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


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A folder with two people; the higher number was written first."""
    folder = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(1)
    for number in (10, 2):
        write_person(folder / "wesad", number, rng)
    return folder


def test_windows_have_one_label_throughout_and_the_quiet_start_is_not_scored_live(data, tmp_path):
    windows = read_windows(data)
    assert sorted(set(windows.people)) == [0, 1]
    assert {int(label) for label in windows.labels} == {0, 1, 2, 3}
    eda = windows.values[AFTER, ..., CHANNELS.index("edaTonic")].mean(axis=1)
    assert eda[windows.labels == LABELS.index("stress")].mean() > eda[windows.labels == LABELS.index("baseline")].mean() + 1
    assert windows.is_scored[AFTER].all()
    unscored = windows.labels[~windows.is_scored[LIVE]]
    assert (unscored == LABELS.index("baseline")).all() and len(unscored) > 0
    assert (windows.presence[LIVE, :, GROUPS.index("baseline")] == 1).all()
    assert set(windows.interval_counts) == {30}
    save_windows(windows, tmp_path / "windows.npz")
    np.testing.assert_allclose(load_windows(tmp_path / "windows.npz").values, windows.values, atol=2e-3)


def test_the_live_scale_has_the_quiet_start_as_its_zero(data):
    windows = read_windows(data)
    is_quiet = ~windows.is_scored[LIVE]
    quiet = windows.values[LIVE][is_quiet][..., CHANNELS.index("heartRate")]
    assert abs(quiet.mean()) < 0.1


@pytest.mark.parametrize("sensors", ["skin", "motion", "heart"])
def test_training_shows_an_expert_what_it_is_for_and_only_people_who_are_not_left_out(sensors):
    windows = made_up_windows()
    expert = EXPERTS.index((sensors, LIVE))
    rows, patterns = draw(windows, Member(expert, False, (1,), SETTINGS[0], 0), 4)
    shown = presence_table()[patterns]
    assert {int(index) % 3 for index in experts_of(shown)} == {expert % 3}
    assert (shown[:, GROUPS.index("baseline")] == rows // len(windows.labels)).all()
    drawn = rows % len(windows.labels)
    assert set(windows.people[drawn]) == {0, 2}
    assert LABELS.index("meditation") not in set(windows.labels[drawn])


def test_only_windows_with_every_channel_are_drawn():
    windows = made_up_windows()
    is_whole = np.arange(len(windows.labels)) // 4 % 2 == 0
    windows.presence[AFTER, ~is_whole, GROUPS.index("beats")] = 0
    table, counts = pools_of(windows, np.arange(3))
    assert is_whole[np.unique(table)].all()
    assert counts.sum() == 2 * is_whole.sum()
    windows.presence[AFTER, windows.labels == LABELS.index("stress")] = 0
    with pytest.raises(ValueError, match="Person 1 has no window of stress"):
        pools_of(windows, np.arange(3))


def test_every_subset_of_the_sensors_has_its_row_in_the_presence_table():
    is_shown = np.isin(SENSOR_GROUPS, ("heartRate", "accMotion")).astype(int)
    np.testing.assert_array_equal(presence_table()[subset_index(is_shown)], np.isin(GROUPS, ("heartRate", "accMotion")))


def made_up_members(seed_count=1):
    members = StressMembers(seed_count * len(EXPERTS), seed=3)
    members.build()
    return members


def test_an_absent_channel_cannot_change_the_answer():
    windows = made_up_windows(1)
    presence = windows.presence[AFTER] * (np.array(GROUPS) != "eda")
    other = windows.values[AFTER].copy()
    other[..., CHANNELS.index("scrRate")] = 7
    experts = StressExperts(made_up_members(), np.ones(len(EXPERTS)))
    found = [experts(values, presence).numpy() for values in (windows.values[AFTER], other)]
    np.testing.assert_allclose(*found, atol=1e-6)


def test_the_released_network_is_the_mean_of_the_expert_that_the_sensors_call_for():
    members = made_up_members(2)
    windows = made_up_windows(1)
    released = build_released(members, np.arange(1.0, 7.0))
    for expert, (sensors, scale) in enumerate(EXPERTS):
        shown = {"skin": GROUPS[:5], "motion": ["heartRate", "accMotion"], "heart": ["beats"]}[sensors]
        row = np.isin(GROUPS, shown) | ((np.array(GROUPS) == "baseline") & (scale == LIVE))
        presence = np.tile(row.astype(np.float32), (len(windows.labels), 1))
        found = released([windows.values[AFTER], presence])["scores"].numpy()
        steps = np.tile(pool_steps(windows.values[AFTER]), (members.member_count, 1, 1, 1))
        logits = members(steps, np.tile(presence, (members.member_count, 1, 1))).numpy()[2 * expert : 2 * expert + 2].mean(axis=0)
        np.testing.assert_allclose(found, softmax(logits / (expert + 1)), atol=1e-5)


def test_training_goes_on_where_it_stopped_and_its_figures_can_be_made(data, tmp_path, monkeypatch, capsys):
    windows = made_up_windows(3)
    save_windows(windows, tmp_path / "windows.npz")
    monkeypatch.setattr("training.stress.train.SETTINGS", SETTINGS[:1])
    train(data, tmp_path, step_count=1, member_count=200)
    trained = capsys.readouterr().out
    assert trained.count("members") == 3
    train(data, tmp_path, step_count=1, member_count=200)
    assert "members" not in capsys.readouterr().out
    metrics = evaluate(tmp_path, None)
    assert 0 <= metrics["afterWristBinaryAccuracy"] <= 1
    assert metrics["afterMajorityFourAccuracy"] == 0.25
    logits = load_checkpoint(tmp_path / "folds.npz")[0]["logits"][0]
    assert np.isfinite(logits).all()
    assert load_released(tmp_path / "released.npz").member_count == 2 * len(EXPERTS)


def test_questions_leave_meditation_out_and_reduce_the_scores():
    is_asked, classes = asked(np.array([0, 1, 2, 3]), "binary")
    assert is_asked.tolist() == [True, True, True, False]
    assert classes.tolist() == [0, 1, 0, 0]
    logits = np.log([[0.2, 0.3, 0.2, 0.3], [0.1, 0.35, 0.1, 0.45]])
    np.testing.assert_allclose(scores_for(logits, "binary")[:, 1], [0.3 / 0.7, 0.35 / 0.55])
    assert scores_for(logits, "four").argmax(axis=1).tolist() == [1, 3]


def test_figures_are_means_over_people_not_over_windows():
    accuracies, _ = by_person(np.array([0, 1, 0, 0, 0, 0]), np.array([1, 0, 0, 0, 0, 0]), np.array([0, 0, 1, 1, 1, 1]))
    assert accuracies.tolist() == [0, 1]


def test_a_tree_finds_what_gives_the_label_away_and_nothing_in_a_constant():
    windows = made_up_windows(3, 40)
    features = windows.values[AFTER].mean(axis=1)
    is_usable = np.ones(len(windows.labels), bool)
    assert np.mean(left_out_answers(features, windows.labels, windows.people, is_usable, "four") == windows.labels) > 0.9
    found = left_out_answers(np.ones((len(windows.labels), 1)), windows.labels, windows.people, is_usable, "three")
    assert (found[windows.labels == LABELS.index("meditation")] == -1).all()


def test_calibration_is_measured_in_bins_of_equal_count():
    rng = np.random.default_rng(0)
    right = rng.random(30_000) < 0.8
    scores = np.where(right[:, None], [0.8, 0.2], [0.8, 0.2])
    assert calibration_error(scores, (~right).astype(int)) < 0.02
    assert abs(calibration_error(np.full((30_000, 2), [1.0, 0.0]), (~right).astype(int)) - 0.2) < 0.02


def test_the_surest_are_right_more_often_when_confidence_means_something():
    confidence = np.linspace(0.5, 1, 1000)
    is_right = np.random.default_rng(0).random(1000) < confidence
    curve = abstention_curve(np.stack([confidence, 1 - confidence], axis=1), (~is_right).astype(int))
    assert [share for share, _, _ in curve] == [1.0, 0.9, 0.8, 0.7, 0.6, 0.5]
    assert curve[-1][2] > curve[0][2] + 0.05


def test_the_temperature_that_made_the_scores_is_found_and_calibrates_them():
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (20_000, 4))
    labels = np.array([rng.choice(4, p=row) for row in softmax(logits)])
    assert abs(best_temperature(3 * logits, labels) - 3) < 0.15
    assert expected_calibration_error(softmax(logits), labels) < 0.02 < expected_calibration_error(softmax(3 * logits), labels)


def test_the_contract_describes_every_channel_of_its_windows():
    contract = json.loads(contract_path("stress").read_text())
    assert list(contract["personalScale"]["channels"]) == CHANNELS
    assert contract["inputs"][0]["shape"] == [-1, 60, len(CHANNELS)]
    assert contract["inputs"][1]["shape"] == [-1, len(GROUPS)]


def test_arousals_are_means_over_people_of_what_each_condition_was_given(tmp_path):
    folder = tmp_path / "wesad" / "quest"
    folder.mkdir(parents=True)
    for number, stress in ((2, 9), (3, 7)):
        rows = ["# ORDER;Base;TSST;Medi 1;Fun;Medi 2;sRead", "# DIM;5;1;", f"# DIM;3;{stress};", "# DIM;6;2;", "# DIM;8;5;", "# DIM;6;4;"]
        (folder / f"S{number}_quest.csv").write_text("\n".join(rows))
    assert read_arousals(tmp_path) == {"baseline": 0, "stress": 0.875, "meditation": 0.25, "amusement": 0.5}
