"""WESAD as the windows that the app would cut from the same recordings, with labels, under both personal scales."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from training.datasets.wesad.reader import LABELS as LABEL_OF_CODE
from training.datasets.wesad.reader import SLOW_RATE_HZ, WesadPerson, read_people
from training.paths import contract_path
from training.signal.derive_intervals import intervals_of_beats
from training.signal.find_pulse_beats import find_pulse_beats
from training.signal.recording import ChannelSeries, Recording
from training.signal.resample_recording import UniformRecording, resample_recording
from training.signal.scale_recording import baseline_of
from training.signal.slice_windows import slice_uniform

MODEL_ID = "stress"
CONTRACT = json.loads(contract_path(MODEL_ID).read_text())
WINDOW_SPEC, PERSONAL_SCALE = CONTRACT["windowSpec"], CONTRACT["personalScale"]
LABELS: list[str] = CONTRACT["labels"]
CHANNELS: list[str] = [channel["name"] for channel in WINDOW_SPEC["channels"]]
GROUPS: list[str] = WINDOW_SPEC["presenceGroups"]
LENGTH_SEC, STRIDE_SEC = WINDOW_SPEC["lengthSec"], WINDOW_SPEC["strideSec"]

# The two ways to a person's own zero and scale; positions along the first axis of what StressWindows holds.
SCALES = ("after", "live")
AFTER, LIVE = range(2)
QUIET_SEC = 180
# Live, beats are sought every so often in the pulse wave's last minute alone.
LIVE_STEP_SEC, LIVE_MEMORY_SEC = 15, 60


@dataclass(frozen=True)
class StressWindows:
    """Windows with one label throughout, all people's.

    values: (2, windowCount, 60, channelCount) after the scale of SCALES. presence: (2, windowCount, groupCount).
    labels: (windowCount,) indices into LABELS. people: (windowCount,) indices into the sorted people.
    is_scored: (2, windowCount) false where a window touches the minutes that the live scale is taken from.
    interval_counts: (windowCount,) how many beats the E4 itself reported in the minute.
    absent_shares: (windowCount, channelCount) how much of each channel was missing before gaps were filled.
    """

    values: np.ndarray
    presence: np.ndarray
    labels: np.ndarray
    people: np.ndarray
    is_scored: np.ndarray
    interval_counts: np.ndarray
    absent_shares: np.ndarray


def label_of_window(person: WesadPerson, start_ms: float) -> int:
    """Returns the index into LABELS of the window that begins there, -1 where its label changes or it has none."""
    first = round(start_ms / 1000 * SLOW_RATE_HZ)
    codes = person.label_codes[first : first + LENGTH_SEC * SLOW_RATE_HZ]
    if len(codes) < LENGTH_SEC * SLOW_RATE_HZ or codes[0] not in LABEL_OF_CODE or (codes != codes[0]).any():
        return -1
    return LABELS.index(LABEL_OF_CODE[int(codes[0])])


def heard_live(recording: Recording) -> Recording:
    """Returns the recording with the beats that a live listener would have found: each from the past of its moment alone.

    The pulse wave is filtered forwards and backwards, and its threshold is of the whole stretch; so every LIVE_STEP_SEC the
    beats of that step are sought in the last LIVE_MEMORY_SEC. Every other channel is causal as it is.
    """
    wave = recording.series["bvp"]
    beats_ms = [np.empty(0)]
    for end_ms in np.arange(wave.timestamps_ms[0], wave.timestamps_ms[-1], LIVE_STEP_SEC * 1000) + LIVE_STEP_SEC * 1000:
        first, last = np.searchsorted(wave.timestamps_ms, [end_ms - LIVE_MEMORY_SEC * 1000, end_ms])
        found_ms = find_pulse_beats(ChannelSeries(wave.timestamps_ms[first:last], wave.values[first:last]))
        beats_ms.append(found_ms[found_ms >= end_ms - LIVE_STEP_SEC * 1000])
    series = {name: channel for name, channel in recording.series.items() if name != "bvp"}
    return Recording(series | {"rrInterval": intervals_of_beats(np.concatenate(beats_ms))}, recording.has_gravity)


def windows_of(person: WesadPerson, person_index: int) -> StressWindows:
    """Returns one person's labelled windows; no scale sees a label but for where the quiet start lies."""
    quiet_start_ms = float(np.flatnonzero(person.label_codes == 1)[0]) / SLOW_RATE_HZ * 1000
    quiet_end_ms = quiet_start_ms + QUIET_SEC * 1000
    after = resample_recording(person.recording, WINDOW_SPEC)
    live = resample_recording(heard_live(person.recording), WINDOW_SPEC)
    baseline = baseline_of(live, WINDOW_SPEC, quiet_start_ms, quiet_end_ms)
    cuts = [slice_uniform(after, WINDOW_SPEC, PERSONAL_SCALE), slice_uniform(live, WINDOW_SPEC, PERSONAL_SCALE, baseline)]
    starts_ms = cuts[AFTER].start_ms
    if not np.array_equal(starts_ms, cuts[LIVE].start_ms):
        raise ValueError(f"{person.name}: the windows of the two scales do not begin at the same times.")
    labels = np.array([label_of_window(person, start_ms) for start_ms in starts_ms])
    is_quiet = (labels == LABELS.index("baseline")) & (starts_ms < quiet_end_ms)
    borders = np.searchsorted(person.interval_times_sec, np.stack([starts_ms, starts_ms + LENGTH_SEC * 1000]) / 1000)
    whole = StressWindows(
        np.stack([cut.values for cut in cuts]),
        np.stack([cut.presence for cut in cuts]),
        labels,
        np.full(len(labels), person_index),
        np.stack([np.ones(len(labels), bool), ~is_quiet]),
        borders[1] - borders[0],
        _absent_shares(after, starts_ms),
    )
    return select(whole, labels >= 0)


def _absent_shares(uniform: UniformRecording, starts_ms: np.ndarray) -> np.ndarray:
    firsts = np.round((starts_ms - uniform.grid.start_ms) / uniform.grid.step_ms).astype(int)
    return np.array([np.isnan(uniform.columns[:, first : first + LENGTH_SEC]).mean(axis=1) for first in firsts])


def select(windows: StressWindows, is_kept: np.ndarray) -> StressWindows:
    """Returns the windows where is_kept (windowCount,) is true."""
    axes = {"values": 1, "presence": 1, "is_scored": 1}
    parts = {field.name: getattr(windows, field.name) for field in fields(windows)}
    return StressWindows(**{name: np.compress(is_kept, part, axis=axes.get(name, 0)) for name, part in parts.items()})


def read_windows(data_dir: Path) -> StressWindows:
    """Reads every person's labelled windows."""
    parts = [windows_of(person, index) for index, person in enumerate(read_people(data_dir))]
    axes = {"values": 1, "presence": 1, "is_scored": 1}
    return StressWindows(
        **{
            field.name: np.concatenate([getattr(part, field.name) for part in parts], axis=axes.get(field.name, 0))
            for field in fields(StressWindows)
        }
    )


def save_windows(windows: StressWindows, path: Path) -> None:
    """Writes the windows; their values in half precision, which is finer than any sensor here."""
    parts = {field.name: getattr(windows, field.name) for field in fields(windows)}
    np.savez_compressed(path, **(parts | {"values": windows.values.astype(np.float16)}))


def load_windows(path: Path) -> StressWindows:
    """Reads what save_windows wrote."""
    with np.load(path) as file:
        return StressWindows(**{field.name: file[field.name] for field in fields(StressWindows)})
