"""Runs members_on_jax.py, whose code needs Keras on JAX, where the other tests need it on TensorFlow."""

import os
import subprocess
import sys

import pytest

from training.paths import REPO_DIR, TRAINING_DIR


def test_many_networks_train_as_one():
    pytest.importorskip("jax")
    tests = TRAINING_DIR / "tests" / "members_on_jax.py"
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", str(TRAINING_DIR / "pyproject.toml"), str(tests)],
        cwd=REPO_DIR,
        env={**os.environ, "KERAS_BACKEND": "jax"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
