"""The FER-2013 reader, on a made-up data set in the original formats."""

import numpy as np
import pytest
from PIL import Image

from training.datasets.fer2013.reader import (
    FACES_PER_SHEET_ROW,
    FLAG_BLANK,
    first_of_each_picture,
    near_duplicates,
    read_clean_training,
    read_split,
)


def write_split(folder, split, faces, labels, flags=None):
    """Writes faces (faceCount, 48, 48) uint8 as a lossless sheet with its label, flag and vote files."""
    folder.mkdir(parents=True, exist_ok=True)
    face_count = len(faces)
    row_count = -(-face_count // FACES_PER_SHEET_ROW)
    padded = np.zeros((row_count * FACES_PER_SHEET_ROW, 48, 48), np.uint8)
    padded[:face_count] = faces
    sheet = padded.reshape(row_count, FACES_PER_SHEET_ROW, 48, 48).transpose(0, 2, 1, 3)
    pixels = sheet.reshape(row_count * 48, FACES_PER_SHEET_ROW * 48)
    Image.fromarray(pixels).convert("RGB").save(folder / f"{split}.sheet.webp", lossless=True)
    np.asarray(labels, np.uint8).tofile(folder / f"{split}.labels.u8.bin")
    np.asarray(flags if flags is not None else np.zeros(face_count), np.uint8).tofile(folder / f"{split}.flags.u8.bin")
    np.tile(np.arange(10, dtype=np.uint8), (face_count, 1)).tofile(folder / f"{split}.ferplus.u8.bin")


def noise_faces(face_count, seed):
    return np.random.default_rng(seed).integers(0, 256, (face_count, 48, 48), dtype=np.uint8)


def test_a_sheet_of_more_than_one_row_gives_back_its_faces_in_order(tmp_path):
    faces = noise_faces(343, seed=1)
    labels = np.arange(343) % 7
    write_split(tmp_path / "fer2013", "public_test", faces, labels)
    split = read_split(tmp_path, "public_test")
    np.testing.assert_array_equal(split.faces, faces)
    np.testing.assert_array_equal(split.labels, labels)
    assert split.votes.shape == (343, 10)


def test_files_that_do_not_belong_together_are_refused(tmp_path):
    write_split(tmp_path / "fer2013", "public_test", noise_faces(3, seed=1), [0, 1, 2])
    np.zeros(2, np.uint8).tofile(tmp_path / "fer2013" / "public_test.flags.u8.bin")
    with pytest.raises(ValueError, match="3 labels, 2 flags"):
        read_split(tmp_path, "public_test")


def test_only_the_first_of_identical_pictures_is_kept():
    faces = noise_faces(3, seed=2)[[0, 1, 0, 2, 1]]
    assert first_of_each_picture(faces).tolist() == [True, True, False, True, False]


def test_a_near_duplicate_is_found_and_another_face_is_not():
    others = noise_faces(4, seed=3)
    brighter_by_3 = np.clip(others[2].astype(int) + 3, 0, 255).astype(np.uint8)
    faces = np.stack([noise_faces(1, seed=4)[0], brighter_by_3])
    assert near_duplicates(faces, others).tolist() == [False, True]


def test_training_leaves_out_flagged_rows_repeats_and_pictures_of_the_tests(tmp_path):
    own, tests = noise_faces(4, seed=5), noise_faces(2, seed=6)
    training = np.concatenate([own, own[:1], tests[1:]])
    folder = tmp_path / "fer2013"
    write_split(folder, "training", training, np.arange(6), flags=[0, 0, 0, FLAG_BLANK, 0, 0])
    write_split(folder, "public_test", tests[:1], [0])
    write_split(folder, "private_test", tests[1:], [0])
    np.testing.assert_array_equal(read_clean_training(tmp_path).labels, [0, 1, 2])
