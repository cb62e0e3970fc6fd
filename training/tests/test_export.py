"""The graph model writer: what it writes is read back, run and compared."""

import json

import keras
import numpy as np
import pytest
from keras import layers

from training.export import export_graph_model
from training.parity import golden_difference, load_exported

CONTRACT = {
    "modelId": "tiny",
    "version": 1,
    "task": "a test",
    "inputs": [
        {"name": "window", "shape": [-1, 6, 2], "dtype": "float32", "meaning": "a window"},
        {"name": "presence", "shape": [-1, 2], "dtype": "float32", "meaning": "which channels are there"},
    ],
    "outputs": [{"name": "scores", "shape": [-1, 3], "meaning": "probabilities"}],
    "labels": ["a", "b", "c"],
}
MEASURED = {"trainedOn": [{"dataset": "made up", "terms": "none"}], "metrics": {"accuracy": 0.5}}


@pytest.fixture
def contract_file(tmp_path):
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps(CONTRACT))
    return path


def tiny_model(is_unrolled=True, label_count=3):
    keras.utils.set_random_seed(7)
    window, presence = layers.Input((6, 2), name="window"), layers.Input((2,), name="presence")
    hidden = layers.LSTM(16, unroll=is_unrolled)(window)
    merged = layers.Concatenate()([hidden, layers.Dense(16, activation="relu")(presence)])
    return keras.Model([window, presence], layers.Dense(label_count, activation="softmax")(merged))


def tiny_inputs(case_count=3):
    rng = np.random.default_rng(8)
    shapes = {"window": (case_count, 6, 2), "presence": (case_count, 2)}
    return {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def test_an_exported_model_says_what_the_keras_model_says(tmp_path, contract_file):
    model, inputs = tiny_model(), tiny_inputs()
    export_graph_model(model, contract_file, tmp_path / "tiny-v1", inputs, MEASURED)
    found = load_exported(tmp_path / "tiny-v1")(inputs)["scores"]
    expected = model([inputs["window"], inputs["presence"]]).numpy()
    # Folded constants and other kernels differ in the last digits of float32.
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_float16_weights_agree_with_their_own_golden_cases(tmp_path, contract_file):
    plain = export_graph_model(tiny_model(), contract_file, tmp_path / "plain", tiny_inputs(), MEASURED)
    half = export_graph_model(tiny_model(), contract_file, tmp_path / "half", tiny_inputs(), MEASURED, "float16")
    assert half.weights_bytes < plain.weights_bytes
    assert golden_difference(tmp_path / "half") < 1e-6
    # Half precision keeps 11 bits, so probabilities move, but by little.
    assert 0 < np.abs(half.outputs["scores"] - plain.outputs["scores"]).max() < 2e-3


def test_an_unrolled_lstm_stores_its_weights_once(tmp_path, contract_file):
    model = tiny_model()
    exported = export_graph_model(model, contract_file, tmp_path / "tiny-v1", tiny_inputs(), MEASURED)
    assert exported.op_counts["MatMul"] > 6
    assert exported.weights_bytes < 1.1 * 4 * model.count_params() + 100


def test_the_manifest_is_the_contract_and_what_was_measured(tmp_path, contract_file):
    exported = export_graph_model(tiny_model(), contract_file, tmp_path / "tiny-v1", tiny_inputs(), lambda run: MEASURED)
    manifest = json.loads((tmp_path / "tiny-v1" / "manifest.json").read_text())
    assert {key: manifest[key] for key in CONTRACT} == CONTRACT
    assert manifest["metrics"] == MEASURED["metrics"]
    assert manifest["weightsSha256"] == exported.weights_sha256
    assert manifest["weightsBytes"] == (tmp_path / "tiny-v1" / "weights.bin").stat().st_size


def test_changed_weights_are_refused(tmp_path, contract_file):
    export_graph_model(tiny_model(), contract_file, tmp_path / "tiny-v1", tiny_inputs(), MEASURED)
    weights = tmp_path / "tiny-v1" / "weights.bin"
    weights.write_bytes(bytes([weights.read_bytes()[0] ^ 1]) + weights.read_bytes()[1:])
    with pytest.raises(ValueError, match="sha256"):
        load_exported(tmp_path / "tiny-v1")


def test_a_model_that_differs_from_its_contract_is_refused(tmp_path, contract_file):
    with pytest.raises(ValueError, match="Output scores"):
        export_graph_model(tiny_model(label_count=4), contract_file, tmp_path / "tiny-v1", tiny_inputs(), MEASURED)


def test_a_loop_is_refused_by_its_name(tmp_path, contract_file):
    with pytest.raises(ValueError, match="does not run .*While"):
        export_graph_model(tiny_model(is_unrolled=False), contract_file, tmp_path / "tiny-v1", tiny_inputs(), MEASURED)


def test_a_metric_that_is_not_a_number_is_refused(tmp_path, contract_file):
    measured = {**MEASURED, "metrics": {"accuracy": float("nan")}}
    with pytest.raises(ValueError, match="accuracy"):
        export_graph_model(tiny_model(), contract_file, tmp_path / "tiny-v1", tiny_inputs(), measured)
