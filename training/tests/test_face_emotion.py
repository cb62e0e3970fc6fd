"""The expression network: views, shapes, training from data to students, calibration and the published model."""

import json
import os
import subprocess
import sys

import jax
import numpy as np
import pytest
from PIL import Image

from training.calibration import best_temperature, equal_count_calibration_error, expected_calibration_error, softmax
from training.checkpoint import load_checkpoint, save_checkpoint
from training.datasets.fer2013.reader import FACES_PER_SHEET_ROW, FerSplit, read_split
from training.face_emotion.crop import crop_face, resampling_matrix
from training.face_emotion.degradations import blur_matrix, enlarge_matrix, far_matrix, shrink_matrix
from training.face_emotion.evaluate import accuracy_interval, ferplus_majority, macro_f1, recalls, scores_of
from training.face_emotion.export import build_published, made_up_faces
from training.face_emotion.fit import learning_rate_at
from training.face_emotion.model import NetworkSize, build_network, standardise
from training.face_emotion.parity_crop import FIXTURES_PATH, fixtures
from training.face_emotion.robustness import changes, curves, luminance_groups, shift_skin
from training.face_emotion.views import STRONG, jpeg, make_views, reframe
from training.parity import load_exported
from training.paths import REPO_DIR, contract_path, data_dir, model_dir

# Faces of the private test that both languages read, so many at once; and how far a probability may be off.
PARITY_FACE_COUNT, PARITY_BATCH_SIZE, PARITY_TOLERANCE = 1000, 100, 0.002

PUBLISHED = model_dir("face-emotion", json.loads(contract_path("face-emotion").read_text())["version"])
TINY = NetworkSize(4, (8,), (1,), 0.0)


def made_up_split(face_count, seed):
    """Returns faces whose bright left part is as wide as their label is high."""
    rng = np.random.default_rng(seed)
    labels = (np.arange(face_count) % 7).astype(np.uint8)
    is_bright = np.arange(48)[None, None] < (labels * 6 + 4)[:, None, None]
    faces = (rng.integers(0, 60, (face_count, 48, 48)) + 120 * is_bright).astype(np.uint8)
    return FerSplit(faces, labels, np.zeros(face_count, np.uint8), rng.integers(0, 3, (face_count, 10), dtype=np.uint8))


def write_split(folder, name, split):
    """Writes a split as FER-2013 is expected on disk."""
    rows = -(-len(split.labels) // FACES_PER_SHEET_ROW)
    padded = np.zeros((rows * FACES_PER_SHEET_ROW, 48, 48), np.uint8)
    padded[: len(split.faces)] = split.faces
    sheet = padded.reshape(rows, FACES_PER_SHEET_ROW, 48, 48).transpose(0, 2, 1, 3).reshape(rows * 48, -1)
    Image.fromarray(sheet).save(folder / f"{name}.sheet.webp", lossless=True)
    split.labels.tofile(folder / f"{name}.labels.u8.bin")
    split.flags.tofile(folder / f"{name}.flags.u8.bin")
    split.votes.tofile(folder / f"{name}.ferplus.u8.bin")


def test_the_network_is_small_enough_for_a_browser_and_has_both_heads():
    network = build_network()
    assert network.count_params() < 0.9e6
    outputs = network(np.zeros((2, 48, 48, 1), np.float32))
    assert outputs["logits"].shape == (2, 7)
    assert outputs["ferplusLogits"].shape == (2, 9)


def test_a_face_in_half_the_light_is_the_same_face():
    face = made_up_split(1, seed=1).faces[..., None].astype(np.float32)
    # The floor under the variance is felt a little where the contrast is halved.
    np.testing.assert_allclose(np.asarray(standardise(face)), np.asarray(standardise(face / 2 + 30)), rtol=0.04)


def test_views_depend_on_the_key_alone_and_stay_grey_levels():
    faces = made_up_split(8, seed=1).faces
    first, again, other = (np.asarray(make_views(jax.random.key(step), faces, STRONG)) for step in (1, 1, 2))
    assert first.shape == (8, 48, 48)
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.min() >= 0 and first.max() <= 255


def test_a_reframed_face_keeps_its_mean_level_about():
    faces = made_up_split(64, seed=3).faces
    framed = np.asarray(reframe(jax.random.key(0), faces, STRONG))
    assert framed.mean() == pytest.approx(faces.mean(), abs=6)


def test_the_views_jpeg_is_close_to_libjpegs():
    faces = made_up_split(4, seed=2).faces
    smooth = np.round(np.einsum("ij,njk,lk->nil", far_matrix(20), faces, far_matrix(20))).astype(np.uint8)
    ours = np.asarray(jpeg(smooth.astype(np.float32), np.full(4, 30.0, np.float32)))
    theirs = changes()["JPEG quality 30"](smooth)[0]
    # libjpeg rounds its transforms to whole numbers.
    assert np.abs(ours - theirs).mean() < 1.5


def test_matrices_that_degrade_keep_an_even_face_even():
    even = np.full(48, 77.0)
    for matrix in (far_matrix(24), blur_matrix(1.5)):
        np.testing.assert_allclose(matrix @ even, 77, rtol=1e-5)
    assert shrink_matrix(24).shape == (24, 48)
    np.testing.assert_allclose(shrink_matrix(24)[0, :3], [0.5, 0.5, 0])
    np.testing.assert_allclose(enlarge_matrix(24)[1, :3], [0.75, 0.25, 0])


@pytest.mark.parametrize("size_px", [18, 24, 31, 47])
def test_crops_are_resampled_as_the_views_that_the_network_is_trained_with(size_px):
    np.testing.assert_allclose(resampling_matrix(0, 48, 48, size_px), shrink_matrix(size_px), atol=1e-6)
    np.testing.assert_allclose(resampling_matrix(0, size_px, size_px, 48), enlarge_matrix(size_px), atol=1e-6)


def test_a_crop_beyond_the_edges_goes_on_with_the_outermost_pixels():
    picture = np.broadcast_to(np.arange(40.0)[None, :, None], (30, 40, 3))
    crop = crop_face(picture, (-30, 5, 20, 20), {"boxScale": 1.25, "boxOffsetY": 0, "widthPx": 48, "heightPx": 48})
    np.testing.assert_allclose(crop, 0, atol=1e-9)


def test_the_fixtures_of_crops_are_those_that_are_cut_now():
    assert json.loads(FIXTURES_PATH.read_text()) == fixtures()


def test_the_rate_rises_then_falls_to_zero():
    rates = [learning_rate_at(progress, 0.1) for progress in np.linspace(0, 1, 101)]
    assert rates[0] == 0
    assert rates[-1] == pytest.approx(0, abs=1e-9)
    assert np.argmax(rates) == 5


def train_tiny(data, cache):
    command = [sys.executable, "-m", "training.face_emotion.train", "--tiny", "--data", str(data)]
    passes = ["--teacher-passes", "1", "--view-passes", "1", "--student-passes", "2", "--seeds", "2"]
    environment = {**os.environ, "ATTUNE_CACHE": str(cache), "KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"}
    return subprocess.run(command + passes, cwd=REPO_DIR, env=environment, check=True, capture_output=True, text=True)


def test_training_goes_from_data_to_students_and_goes_on_where_it_stopped(tmp_path):
    folder = tmp_path / "data" / "fer2013"
    folder.mkdir(parents=True)
    for seed, (name, count) in enumerate((("training", 140), ("public_test", 28), ("private_test", 7))):
        write_split(folder, name, made_up_split(count, seed))
    train_tiny(tmp_path / "data", tmp_path / "cache")
    run = tmp_path / "cache" / "face-emotion" / "v2"
    assert set(json.loads((run / "results.json").read_text())) == {
        "teachersTogether",
        *(f"teacher-{fold}" for fold in range(5)),
        *(f"{lesson}-{seed}" for lesson in ("strong", "student") for seed in range(2)),
    }
    network = build_network(TINY)
    network.set_weights(load_checkpoint(run / "student-0" / "best.npz")[0]["averaged"])
    log = (run / "student-0" / "log.jsonl").read_text()
    assert "passes" not in train_tiny(tmp_path / "data", tmp_path / "cache").stdout
    assert (run / "student-0" / "log.jsonl").read_text() == log


def refine_tiny(data, cache, pass_count):
    # A process of its own: PyTorch and TensorFlow do not bear each other in one.
    command = [sys.executable, "-m", "training.face_emotion.refine", str(PUBLISHED), "--data", str(data), "--passes", str(pass_count)]
    environment = {**os.environ, "ATTUNE_CACHE": str(cache), "KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"}
    return subprocess.run(command, cwd=REPO_DIR, env=environment, check=True, capture_output=True, text=True).stdout


def test_refining_begins_as_the_published_network_and_ends_in_the_mean_of_its_seeds(tmp_path):
    folder = tmp_path / "data" / "fer2013"
    folder.mkdir(parents=True)
    for seed, (name, count) in enumerate((("training", 40), ("public_test", 14), ("private_test", 7))):
        write_split(folder, name, made_up_split(count, seed))
    refine_tiny(tmp_path / "data", tmp_path / "unchanged", 0)
    network = build_network()
    network.set_weights(load_checkpoint(tmp_path / "unchanged/face-emotion/v3/student-0/best.npz")[0]["averaged"])
    temperature = json.loads((PUBLISHED / "manifest.json").read_text())["metrics"]["temperature"]
    faces = made_up_faces()
    scores = softmax(network.predict(faces, verbose=0)["logits"] / temperature)
    np.testing.assert_allclose(scores, load_exported(PUBLISHED)({"face": faces})["scores"], atol=2e-3)

    # The rate of the very first step is 0.
    assert "student-1: " in refine_tiny(tmp_path / "data", tmp_path / "cache", 2)
    assert '"pass"' not in refine_tiny(tmp_path / "data", tmp_path / "cache", 2)
    run = tmp_path / "cache" / "face-emotion" / "v3"
    first, second, mean = (load_checkpoint(run / name / "best.npz")[0]["averaged"] for name in ("student-0", "student-1", "mean"))
    assert not np.array_equal(first[0], second[0])
    for one, other, together in zip(first, second, mean, strict=True):
        np.testing.assert_allclose(together, (one + other) / 2, atol=1e-6)


def test_a_checkpoint_keeps_the_order_of_its_arrays(tmp_path):
    arrays = [np.full(2, index, np.float32) for index in range(12)]
    save_checkpoint(tmp_path / "state.npz", {"network": arrays, "optimizer": arrays[:1]}, {"passesDone": 3})
    groups, meta = load_checkpoint(tmp_path / "state.npz")
    np.testing.assert_array_equal(groups["network"], arrays)
    assert len(groups["optimizer"]) == 1
    assert meta == {"passesDone": 3}


def test_the_published_model_gives_probabilities():
    scores = build_published(build_network(TINY), temperature=1.5)(made_up_faces())["scores"].numpy()
    np.testing.assert_allclose(scores.sum(axis=1), 1, atol=1e-6)


def test_made_up_faces_are_whole_grey_levels():
    faces = made_up_faces()
    assert faces.shape[1:] == (48, 48, 1)
    assert faces.min() >= 0 and faces.max() <= 255
    np.testing.assert_array_equal(faces, np.round(faces))


def test_temperature_scaling_finds_the_temperature_that_labels_were_drawn_at():
    rng = np.random.default_rng(5)
    logits = rng.normal(size=(20_000, 7)) * 2
    cumulative = softmax(logits / 1.7).cumsum(axis=1)
    labels = (rng.random((len(logits), 1)) > cumulative).sum(axis=1)
    # 20,000 draws fix the temperature to about 2 %.
    assert best_temperature(logits, labels) == pytest.approx(1.7, rel=0.05)
    for error in (expected_calibration_error, equal_count_calibration_error):
        assert error(softmax(logits / 1.7), labels) < 0.02
        assert error(softmax(logits / 0.5), labels) > 0.1


def test_figures_of_a_perfect_and_of_a_constant_classifier():
    labels = np.arange(70) % 7
    perfect, constant = np.eye(7)[labels], np.tile(np.eye(7)[3], (70, 1))
    assert macro_f1(perfect, labels) == 1
    np.testing.assert_array_equal(recalls(constant, labels), [0, 0, 0, 1, 0, 0, 0])
    # Precision 1/7 and recall 1 for one label of seven.
    assert macro_f1(constant, labels) == pytest.approx(2 * (1 / 7) / (1 / 7 + 1) / 7)
    low, high = accuracy_interval(np.arange(1000) < 700)
    assert low == pytest.approx(0.67, abs=0.01)
    assert high == pytest.approx(0.73, abs=0.01)


def test_only_a_clear_majority_for_one_of_our_labels_counts():
    votes = np.array([[0, 6, 2, 0, 0, 0, 0, 0, 0, 2], [5, 5, 0, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 9, 0, 0]], np.uint8)
    split = FerSplit(np.zeros((3, 48, 48), np.uint8), np.zeros(3, np.uint8), np.zeros(3, np.uint8), votes)
    majority, is_clear = ferplus_majority(split)
    np.testing.assert_array_equal(is_clear, [True, False, False])
    assert majority[0] == 3


def test_robustness_measures_a_classifier_that_reads_brightness():
    split = made_up_split(35, seed=8)

    def score(faces):
        mean = faces.astype(np.float32).mean(axis=(1, 2))
        return -np.abs(mean[:, None] - np.array([30 + 120 * (label * 6 + 4) / 48 for label in range(7)]))

    found = {name: accuracy for name, accuracy, plain in curves(score, split)}
    assert found["scaled down to 24 px and back"] > 0.9
    assert found["brightness x0.2"] < 0.4
    dark, light = shift_skin(split.faces, -40), shift_skin(split.faces, 40)
    assert dark[:, 24, 24].mean() < split.faces[:, 24, 24].mean() < light[:, 24, 24].mean()
    np.testing.assert_array_equal(dark[:, 0, 0], split.faces[:, 0, 0])
    groups = luminance_groups(np.eye(7)[split.labels], split)
    assert [accuracy for _, accuracy in groups.groups] == [1] * 5
    assert groups.gap == 0


def test_the_exported_model_is_as_right_on_the_private_test_as_its_manifest_says():
    if not (data_dir() / "fer2013").exists():
        pytest.skip(f"FER-2013 is not at {data_dir()}: set ATTUNE_DATA to the folder of the data sets.")
    folder = model_dir("face-emotion", json.loads(contract_path("face-emotion").read_text())["version"])
    private_test = read_split(data_dir(), "private_test")
    scores = scores_of(load_exported(folder), private_test.faces)
    stated = json.loads((folder / "manifest.json").read_text())["metrics"]["privateAccuracy"]
    assert (scores.argmax(axis=1) == private_test.labels).mean() == pytest.approx(stated, abs=0.001)


def test_javascript_gives_a_thousand_test_faces_the_probabilities_that_the_trainer_gives_them(tmp_path):
    if not (data_dir() / "fer2013").exists():
        pytest.skip(f"FER-2013 is not at {data_dir()}: set ATTUNE_DATA to the folder of the data sets.")
    folder = model_dir("face-emotion", json.loads(contract_path("face-emotion").read_text())["version"])
    private_test = read_split(data_dir(), "private_test")
    chosen = np.random.default_rng(2013).permutation(len(private_test.labels))[:PARITY_FACE_COUNT]
    faces = private_test.faces[chosen]
    scores = scores_of(load_exported(folder), faces)

    def tensor(values: np.ndarray) -> dict:
        return {"shape": values.shape, "values": values.ravel().tolist()}

    # In the test's own folder, which is thrown away: no face of a data set stays.
    cases_file = tmp_path / "cases.json"
    cases = [
        {
            "inputs": {"face": tensor(faces[start : start + PARITY_BATCH_SIZE, ..., None])},
            "outputs": {"scores": tensor(scores[start : start + PARITY_BATCH_SIZE])},
        }
        for start in range(0, PARITY_FACE_COUNT, PARITY_BATCH_SIZE)
    ]
    cases_file.write_text(json.dumps({"tolerance": PARITY_TOLERANCE, "cases": cases}))
    # Plain JavaScript takes minutes for so many; WebAssembly is what most browsers without graphics run it on.
    command = ["node", "training/parity.mjs", "--cases", str(cases_file), "--backend", "wasm", str(folder)]
    ended = subprocess.run(command, cwd=REPO_DIR, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "equal  face-emotion" in ended.stdout
    print(ended.stdout)
