"""Many networks trained as one, on made-up rows; for Keras on JAX, so test_members.py runs it in a process of its own."""

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest

from training.activity import members
from training.activity.members import members_logits, network_weights, train_members

ROW_COUNT, LABEL_COUNT = 90, 3
LABELS = np.arange(ROW_COUNT) % LABEL_COUNT
# Three clusters on a circle, a label each.
ANGLES = 2 * np.pi * LABELS / LABEL_COUNT
ROWS = (np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1) + np.random.default_rng(0).normal(0, 0.1, (ROW_COUNT, 2))).astype(np.float32)
DATA = (jnp.asarray(ROWS), jnp.asarray(LABELS))
# The first member may not see the last label.
SHARES = np.stack([LABELS != 2, np.ones(ROW_COUNT)]).astype(float)


def build():
    rows = keras.Input((2,))
    x = keras.layers.Dense(16, activation="relu")(rows)
    x = keras.layers.BatchNormalization(momentum=0.9)(x)
    x = keras.layers.Dropout(0.1)(x)
    return keras.Model([rows], keras.layers.Dense(LABEL_COUNT)(x))


def vary(data, key, rows):
    values, labels = data
    noise = 0.01 * jax.random.normal(key, (len(rows), 2))
    return [values[rows] + noise], jax.nn.one_hot(labels[rows], LABEL_COUNT)


def train(step_count=300, path=None, shares=SHARES, data=DATA, **options):
    return train_members(build, vary, data, shares, step_count, 32, 1e-2, 3, "made up", path, **options)


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True))


@pytest.fixture(scope="module")
def trained():
    return train()


def test_each_member_learns_from_its_own_rows_alone(trained):
    barred, free = jax.nn.softmax(members_logits(build, trained, [ROWS]), axis=2)
    assert (free.argmax(axis=1) == LABELS).all()
    assert (barred[LABELS != 2].argmax(axis=1) == LABELS[LABELS != 2]).all()
    assert barred[:, 2].max() < 0.1


def test_members_differ_in_their_seed_and_a_training_is_repeatable(trained):
    first, second = train(step_count=100, shares=np.ones((2, ROW_COUNT))).trained[0]
    assert np.abs(first - second).max() > 0.1
    assert same(train(), trained)


def test_logits_are_those_of_each_members_network_whatever_the_batch(trained, monkeypatch):
    whole = members_logits(build, trained, [ROWS])
    monkeypatch.setattr(members, "EVALUATION_BATCH_SIZE", 32)
    np.testing.assert_allclose(members_logits(build, trained, [ROWS]), whole, atol=1e-5)
    for member, logits in enumerate(whole):
        network = build()
        network.set_weights(network_weights(build, trained, member))
        np.testing.assert_allclose(network(ROWS, training=False), logits, atol=1e-5)


def test_a_training_that_was_stopped_ends_as_one_that_was_not(tmp_path, monkeypatch):
    monkeypatch.setattr(members, "STEPS_PER_REPORT", 10)
    path = tmp_path / "last.npz"
    save = members.save_checkpoint

    def save_and_stop(*arguments):
        save(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(members, "save_checkpoint", save_and_stop)
        train(200, path)
    resumed = train(200, path)
    assert same(resumed, train(200))
    # What is done already is not done again.
    assert same(train(200, path), resumed)


def test_fewer_steps_are_made_where_there_is_no_time_for_more(capsys):
    train(step_count=100_000, minutes=0)
    assert "step 300 of 300" in capsys.readouterr().out


def test_a_loss_that_is_no_number_stops_the_training_and_leaves_the_checkpoint(tmp_path):
    path = tmp_path / "last.npz"
    broken = (jnp.full((ROW_COUNT, 2), jnp.nan), DATA[1])
    with pytest.raises(FloatingPointError, match="made up: the loss is"):
        train(path=path, data=broken)
    assert not path.exists()
