"""The signal chain in Python: equal to the fixtures that TypeScript is tested with, and right by itself."""

import json

import numpy as np
import pytest

from training.parity_signal import FIXTURES_PATH, START_MS, fixtures
from training.paths import contract_path
from training.signal.clean_series import clean_series
from training.signal.derive_heart_rate import derive_heart_rate
from training.signal.derive_intervals import derive_intervals
from training.signal.fill_gaps import fill_gaps
from training.signal.find_quietest_stretch import find_quietest_stretch
from training.signal.find_pulse_beats import find_pulse_beats
from training.signal.recording import ChannelSeries, Recording
from training.signal.resample_recording import UniformRecording
from training.signal.slice_windows import GROUP_CHANNELS, slice_windows
from training.signal.uniform_grid import UniformGrid

STRESS = json.loads(contract_path("stress").read_text())
ACTIVITY = json.loads(contract_path("activity").read_text())

# The fixtures are rounded to five decimals.
TOLERANCE = 1e-4


def pulse_wave(duration_sec, heart_rate_bpm):
    phase = 2 * np.pi * heart_rate_bpm / 60 * np.arange(duration_sec * 64) / 64
    noise = np.random.default_rng(1).normal(0, 3, len(phase))
    return ChannelSeries.regular(60 * np.sin(phase) + 20 * np.sin(2 * phase + 0.5) + noise, 64)


@pytest.mark.parametrize("index", range(5))
def test_windows_equal_the_committed_fixtures(index):
    committed = json.loads(FIXTURES_PATH.read_text())
    assert committed["startMs"] == START_MS
    expected, found = committed["cases"][index], fixtures()[index]
    assert found["name"] == expected["name"]
    assert len(found["windows"]) == len(expected["windows"]) > 0
    for window, expected_window in zip(found["windows"], expected["windows"], strict=True):
        assert window["presence"] == expected_window["presence"]
        np.testing.assert_allclose(window["values"], expected_window["values"], atol=TOLERANCE)


@pytest.mark.parametrize("heart_rate_bpm", [48, 75, 140])
def test_every_beat_of_a_pulse_is_found_to_within_one(heart_rate_bpm):
    assert abs(len(find_pulse_beats(pulse_wave(60, heart_rate_bpm))) - heart_rate_bpm) <= 1


def test_the_heart_rate_of_a_steady_pulse_is_read_to_within_half_a_beat():
    recording = Recording({"bvp": pulse_wave(60, 72)})
    rate = derive_heart_rate(recording, derive_intervals(recording))
    assert abs(rate.values.mean() - 72) < 0.5


def test_sparse_intervals_give_way_to_the_heart_rate_of_the_device():
    seconds = np.arange(120.0)
    told = ChannelSeries(seconds * 1000, np.full(120, 66, np.float32))
    is_there = seconds % 60 < 20
    for kept, expected in ((is_there, 66), (np.ones(120, bool), 75)):
        intervals = ChannelSeries(seconds[kept] * 1000, np.full(kept.sum(), 800, np.float32))
        recording = Recording({"heartRate": told, "rrInterval": intervals}, False)
        assert derive_heart_rate(recording, derive_intervals(recording)).values.mean() == expected


def test_the_quietest_stretch_is_where_the_heart_is_slowest():
    contract = json.loads(contract_path("stress").read_text())["windowSpec"]
    names = [channel["name"] for channel in contract["channels"]]
    columns = np.full((len(names), 1200), np.nan)
    columns[names.index("heartRate")] = np.where((np.arange(1200) >= 600) & (np.arange(1200) < 800), 55, 75)
    recording = UniformRecording(UniformGrid(0, 1000, 1200), columns, False)
    assert find_quietest_stretch(recording, contract) == (600_000, 780_000)
    columns[:, 100::300] = np.nan
    columns[:, ::2] = np.nan
    assert find_quietest_stretch(recording, contract) is None


def test_a_series_is_put_in_order_and_the_last_of_equal_times_stays():
    series = clean_series(ChannelSeries(np.array([30.0, 10, 20, 10]), np.array([3, 1, np.nan, 7], np.float32)))
    assert series.timestamps_ms.tolist() == [10, 30]
    assert series.values.tolist() == [7, 3]


def test_short_gaps_are_filled_and_long_ones_stay():
    filled = fill_gaps(np.array([1, np.nan, 3, np.nan, np.nan, np.nan, 7]), 2)
    np.testing.assert_array_equal(filled, [1, 2, 3, np.nan, np.nan, np.nan, 7])


def test_a_recording_of_one_channel_gives_windows_with_that_channel_alone():
    recording = Recording({"eda": ChannelSeries.regular(np.linspace(1, 2, 75 * 4), 4)})
    windows = slice_windows(recording, STRESS["windowSpec"], STRESS["personalScale"])
    assert windows.presence.tolist() == [[0, 0, 1, 0, 0, 0]] * 2
    is_eda = np.isin([channel["name"] for channel in STRESS["windowSpec"]["channels"]], GROUP_CHANNELS["eda"])
    assert (windows.values[..., ~is_eda] == 0).all()


def test_a_recording_without_the_accelerometer_gives_no_activity_windows():
    recording = Recording({"gyroX": ChannelSeries.regular(np.ones(500), 50)})
    windows = slice_windows(recording, ACTIVITY["windowSpec"], ACTIVITY["personalScale"])
    assert windows.values.shape == (0, 128, 6)
