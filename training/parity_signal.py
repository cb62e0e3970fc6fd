"""Writes parity-fixtures.json and cadence-fixtures.json in lib/core/signal: made-up signals, and the windows and the cadence
that training finds in them.

    python -m training.parity_signal

A test in each language compares its own windows with these.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from training.paths import REPO_DIR, contract_path
from training.signal.find_cadence import CADENCE_RATE_HZ, CADENCE_WINDOW_SEC, find_cadence
from training.signal.recording import ChannelSeries, Recording
from training.signal.slice_windows import slice_windows

SIGNAL_DIR = REPO_DIR / "lib" / "core" / "signal"
FIXTURES_PATH = SIGNAL_DIR / "parity-fixtures.json"
CADENCE_FIXTURES_PATH = SIGNAL_DIR / "cadence-fixtures.json"
START_MS = 1_700_000_000_000
# What the made-up person's heart does at rest.
REST = {"heartRate": 68.5, "heartRateSpread": 0.9, "heartRateStep": 0.2, "rmssd": 3.4, "sdnn": 3.7, "pnn50": 0.1}


def wearable_recording(rng: np.random.Generator) -> Recording:
    """Returns 80 seconds like an Empatica E4's: a pulse that quickens, a moving wrist, a hole in the skin conductance."""
    duration_sec = 80
    pulse_sec = np.arange(duration_sec * 64) / 64
    phase = 2 * np.pi * np.cumsum(70 / 60 + 0.3 * np.sin(pulse_sec / 9)) / 64
    bvp = 60 * np.sin(phase) + 20 * np.sin(2 * phase + 0.5) + rng.normal(0, 6, len(phase))
    bvp[30 * 64 : 32 * 64] += 300 * np.sin(np.arange(128) / 7)
    acc_sec = np.arange(duration_sec * 32) / 32
    swing = np.where((acc_sec > 20) & (acc_sec < 35), 0.4, 0.01) * np.sin(2 * np.pi * 1.8 * acc_sec)
    acc = np.stack([0.2 + swing, -0.4 + 0.5 * swing, 0.9 - swing]) + rng.normal(0, 0.01, (3, len(acc_sec)))
    slow_sec = np.arange(duration_sec * 4) / 4
    eda = 1.5 + 0.8 * np.tanh((slow_sec - 40) / 8) + rng.normal(0, 0.01, len(slow_sec))
    eda[12 * 4 : 19 * 4] = np.nan
    skin_temp = 33 + 0.02 * slow_sec + rng.normal(0, 0.02, len(slow_sec))
    skin_temp[:3] = 380
    acc_series = {
        name: ChannelSeries.regular(axis.round(2), 32, START_MS)
        for name, axis in zip(("accX", "accY", "accZ"), acc, strict=True)
    }
    return Recording(
        {
            "bvp": ChannelSeries.regular(bvp.round(), 64, START_MS),
            **acc_series,
            "eda": ChannelSeries.regular(eda.round(3), 4, START_MS),
            "skinTemp": ChannelSeries.regular(skin_temp.round(2), 4, START_MS),
        },
        has_gravity=True,
    )


def strap_recording(rng: np.random.Generator) -> Recording:
    """Returns 76 seconds of beat intervals with a missed and an early beat, and nothing else."""
    intervals_ms = np.round(820 + 40 * np.sin(np.arange(92) / 5) + rng.normal(0, 12, 92))
    intervals_ms[30], intervals_ms[60] = 1640, 400
    times_ms = START_MS + np.cumsum(intervals_ms)
    return Recording({"rrInterval": ChannelSeries(times_ms, intervals_ms.astype(np.float32))})


def phone_recording(rng: np.random.Generator, sample_rate_hz: float, has_gravity: bool, has_gyro: bool) -> Recording:
    """Returns 6 seconds of a walking phone with jitter, a repeated and an early time, and a hole of 0.6 seconds."""
    times_ms = START_MS + np.arange(0, 6000, 1000 / sample_rate_hz) + rng.uniform(-1, 1, int(6 * sample_rate_hz))
    times_ms = times_ms.round(2)
    times_ms[20] = times_ms[19]
    times_ms[40], times_ms[41] = times_ms[41], times_ms[40]
    is_kept = ~((times_ms > START_MS + 4000) & (times_ms < START_MS + 4600))
    step = 2 * np.pi * 1.9 * (times_ms - START_MS) / 1000
    acc = np.stack([0.1 * np.sin(step), 0.3 * np.sin(2 * step) + has_gravity, 0.2 * np.cos(step)])
    gyro = np.stack([np.sin(step), 0.5 * np.cos(step), 0.2 * np.sin(3 * step)])
    names = ("accX", "accY", "accZ", "gyroX", "gyroY", "gyroZ")[: 6 if has_gyro else 3]
    values = (np.concatenate([acc, gyro]) + rng.normal(0, 0.02, (6, len(times_ms)))).round(4)
    return Recording(
        {
            name: ChannelSeries(times_ms[is_kept], row[is_kept].astype(np.float32))
            for name, row in zip(names, values, strict=False)
        },
        has_gravity,
    )


def made_up_recordings() -> dict[str, tuple[str, Recording]]:
    """Returns by name the model that takes the recording, and the recording; the same ones every time."""
    rng = np.random.default_rng(20261123)
    return {
        "a wearable with a pulse wave": ("stress", wearable_recording(rng)),
        "a strap with beat intervals": ("stress", strap_recording(rng)),
        "a strap, scaled by the own baseline": ("stress", strap_recording(rng)),
        "a phone at 100 Hz": ("activity", phone_recording(rng, 100, has_gravity=True, has_gyro=True)),
        "a phone at 40 Hz without gravity and gyroscope": (
            "activity",
            phone_recording(rng, 40, has_gravity=False, has_gyro=False),
        ),
    }


def fixtures() -> list[dict]:
    """Returns what the file holds; null stands for NaN."""
    cases = []
    for name, (model_id, recording) in made_up_recordings().items():
        contract = json.loads(contract_path(model_id).read_text())
        baseline = REST if name.endswith("own baseline") else None
        windows = slice_windows(recording, contract["windowSpec"], contract["personalScale"], baseline)
        cases.append(
            {
                "name": name,
                "modelId": model_id,
                "baseline": baseline,
                "hasGravity": recording.has_gravity,
                "sensors": _sensors(recording),
                "windows": [
                    {"startMs": round(float(start_ms) - START_MS, 3), "presence": presence.tolist(), "values": _numbers(values, 5)}
                    for start_ms, presence, values in zip(windows.start_ms, windows.presence, windows.values, strict=True)
                ],
            }
        )
    return cases


def _sensors(recording: Recording) -> list[dict]:
    """Returns the channels grouped by the times that they share; regular times as their step alone."""
    sensors: list[dict] = []
    for channel, series in recording.series.items():
        offsets_ms = series.timestamps_ms - START_MS
        steps_ms = np.diff(offsets_ms)
        is_regular = offsets_ms[0] == 0 and (steps_ms == steps_ms[0]).all()
        times = {
            "stepMs": float(steps_ms[0]) if is_regular else None,
            "offsetsMs": None if is_regular else _numbers(offsets_ms, 3),
        }
        sensor = next((known for known in sensors if known["times"] == times), None)
        if sensor is None:
            sensor = {"times": times, "channels": {}}
            sensors.append(sensor)
        sensor["channels"][channel] = _numbers(series.values, 6)
    return sensors


def _numbers(values: np.ndarray, digits: int) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), digits) for value in values.ravel()]


def gait(rng: np.random.Generator, cadence_spm: float, amplitude_g: float, swing_g: float, gravity_g: float) -> np.ndarray:
    """Returns (sampleCount, 3) acceleration in g of steps with overtones, a swing at half their rate, gravity and noise."""
    at_sec = np.arange(round(CADENCE_WINDOW_SEC * CADENCE_RATE_HZ)) / CADENCE_RATE_HZ
    phase = 2 * np.pi * cadence_spm / 60 * at_sec + rng.uniform(0, 2 * np.pi)
    impact = amplitude_g * (np.sin(phase) + 0.5 * np.sin(2 * phase + 0.7) + 0.2 * np.sin(3 * phase + 1.9))
    swing = swing_g * np.stack([np.sin(phase / 2 + 0.3), 0.4 * np.sin(phase / 2), 0.3 * np.cos(phase / 2)], axis=1)
    acc = impact[:, None] * [0.1, 1.0, 0.3] + swing + rng.normal(0, 0.05, (len(at_sec), 3))
    return acc + [0, gravity_g, 0]


def cadence_fixtures() -> list[dict]:
    """Returns what cadence-fixtures.json holds; null where there is no cadence."""
    rng = np.random.default_rng(20261126)
    signals = {
        "somebody walking": (gait(rng, 112, 0.25, 0.1, 1), True),
        "somebody running with swinging arms": (gait(rng, 167, 0.9, 0.8, 1), True),
        "somebody walking, without gravity": (gait(rng, 98, 0.3, 0.1, 0), False),
        "somebody at rest": (gait(rng, 110, 0, 0, 1) * 0.2, True),
    }
    cases = []
    for name, (acc, has_gravity) in signals.items():
        acc = acc.astype(np.float32).round(3)
        cadence = find_cadence(acc.astype(np.float64), CADENCE_RATE_HZ, has_gravity)
        found = cadence and {"cadenceSpm": round(cadence.cadence_spm, 5), "confidence": round(cadence.confidence, 6)}
        cases.append({"name": name, "hasGravity": has_gravity, "acc": _numbers(acc, 3), "cadence": found})
    return cases


def write(path: Path = FIXTURES_PATH, cadence_path: Path = CADENCE_FIXTURES_PATH) -> None:
    """Writes the files."""
    windows = {"startMs": START_MS, "cases": fixtures()}
    for file, content in ((path, windows), (cadence_path, cadence_fixtures())):
        file.write_text(json.dumps(content, separators=(",", ":"), allow_nan=False) + "\n")


if __name__ == "__main__":
    write()
