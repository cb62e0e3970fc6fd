"""Trains the expression network on FER-2013: teachers first, then small students that learn what the teachers say of many views.

    python -m training.face_emotion.train --data ../shared/data

Made for an accelerator (JAX finds it); on a CPU it runs too, but for days. Every part that was finished is kept in the cache, and the
same command goes on from there.

1. Five teachers, each without one fifth of the faces, so that every face has a teacher that never saw it: what such a teacher
   says of a face is not its learnt-by-heart, and often wrong, label (cross-fitting: Dao et al. 2021, arXiv:2104.09732).
2. The teachers say what they see in several views of every face (a consistent teacher: Beyer et al. 2022, arXiv:2106.05237).
3. Students learn a mixture of what the unacquainted teacher, the other teachers and the official label say: first of strongly changed
   views, then of mild ones, which are nearer to what people show.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("KERAS_BACKEND", "jax")
# Memory is taken as it is needed: other work may share the accelerator.
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

import jax
import jax.numpy as jnp
import keras
import numpy as np

from training.calibration import best_temperature
from training.checkpoint import load_checkpoint
from training.datasets.fer2013.reader import FERPLUS_LABELS, FerSplit, read_clean_training, read_split
from training.face_emotion.fit import Recipe, compile_logits, compile_pass, fit, is_finished, split_weights
from training.face_emotion.model import EXPRESSION_COUNT, STUDENT, TEACHER, NetworkSize, build_network
from training.face_emotion.views import MILD, STRONG, ViewStrength, make_views
from training.paths import cache_dir, data_dir

MODEL_ID = "face-emotion"
FOLD_COUNT = 5
TEACHER_RECIPE = Recipe(pass_count=55, batch_size=256, peak_learning_rate=0.1, weight_decay=5e-4)
VIEW_BATCH_SIZE = 512

# Of the views are two faces blended; teachers see the blend, so that they say what it looks like.
BLEND_SHARE = 0.3
MIN_BLEND = 0.5


class Lesson(NamedTuple):
    """A part of the students' training: how the views look, how many of each face, and what the students are told of a view.

    The weights, together 1, are of the teacher that never saw the face, of the other teachers, and of the official label.
    """

    name: str
    strength: ViewStrength
    view_pass_count: int
    unacquainted_weight: float
    acquainted_weight: float
    label_weight: float
    recipe: Recipe


LESSONS = (
    Lesson("strong", STRONG, 30, 0.5, 0.3, 0.2, Recipe(pass_count=180, batch_size=512, peak_learning_rate=0.15, weight_decay=2e-4)),
    Lesson("mild", MILD, 25, 0.3, 0.3, 0.4, Recipe(pass_count=120, batch_size=512, peak_learning_rate=0.08, weight_decay=3e-4)),
)


def vote_targets(votes: np.ndarray) -> np.ndarray:
    """Returns (faceCount, 9) float32: the share of raters for each FER+ class but "not a face"; zeros where nobody voted."""
    counts = votes[:, : FERPLUS_LABELS.index("notAFace")].astype(np.float32)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


def folds_of(face_count: int) -> np.ndarray:
    """Returns (faceCount,) the fold, 0 to FOLD_COUNT - 1, in which each face is kept from a teacher."""
    return np.random.default_rng(2013).permutation(face_count) % FOLD_COUNT


def training_arrays(training: FerSplit) -> dict[str, jax.Array]:
    """Returns the faces, their labels as (faceCount, 7) and their votes as (faceCount, 9), on the accelerator."""
    return {
        "faces": jnp.asarray(training.faces),
        "labels": jax.nn.one_hot(training.labels, EXPRESSION_COUNT),
        "votes": jnp.asarray(vote_targets(training.votes)),
    }


def fresh_batch(key, rows, _pass_index, arrays):
    """Makes new views of the faces for a teacher, which learns their official labels."""
    return make_views(key, arrays["faces"][rows], STRONG), arrays["labels"][rows], arrays["votes"][rows]


def taught_batch(key, rows, pass_index, arrays):
    """Takes the views that the teachers saw, mirrored at random, and what they said of them."""
    kept = pass_index % len(arrays["views"])
    views = arrays["views"][kept, rows].astype(jnp.float32)
    is_mirrored = jax.random.bernoulli(key, 0.5, (len(rows), 1, 1))
    return jnp.where(is_mirrored, views[:, :, ::-1], views), arrays["targets"][kept, rows], arrays["votes"][rows]


def train_teachers(arrays: dict, folds: np.ndarray, validation, folder: Path, recipe: Recipe, size: NetworkSize) -> list[list[np.ndarray]]:
    """Trains a teacher for each fold on the other folds' faces; returns their averaged weights that did best on the validation faces."""
    network = build_network(size)
    run_pass, logits_of = compile_pass(network, fresh_batch, recipe.weight_decay), compile_logits(network)
    # Folds differ by a face: the same number of rows for all compiles once.
    row_count = min(int((folds != fold).sum()) for fold in range(FOLD_COUNT))
    teachers = []
    for fold in range(FOLD_COUNT):
        keras.utils.set_random_seed(fold)
        network.set_weights(build_network(size).get_weights())
        rows = np.flatnonzero(folds != fold)[:row_count]
        teachers.append(fit(network, run_pass, logits_of, arrays, rows, recipe, validation, folder / f"teacher-{fold}", fold, f"teacher {fold}"))
    return teachers


def blend_partners(rng: np.random.Generator, folds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns (faceCount,) the face that each is blended with, of the same fold, and (faceCount,) the own share, 1 where it is not."""
    partners = np.arange(len(folds))
    for fold in range(FOLD_COUNT):
        rows = np.flatnonzero(folds == fold)
        partners[rows] = rng.permutation(rows)
    shares = np.where(rng.random(len(folds)) < BLEND_SHARE, rng.uniform(MIN_BLEND, 1, len(folds)), 1)
    return partners, shares.astype(np.float32)


def teach(arrays: dict, folds: np.ndarray, teachers: list[list[np.ndarray]], size: NetworkSize, lesson: Lesson) -> dict[str, jax.Array]:
    """Returns "views" (viewPassCount, faceCount, 48, 48) uint8 and the "targets" (viewPassCount, faceCount, 7) that students learn."""
    network = build_network(size)
    weights = [split_weights(network, teacher) for teacher in teachers]
    weights = [[jnp.stack(parts) for parts in zip(*group, strict=True)] for group in zip(*weights, strict=True)]
    face_count = len(folds)

    @jax.jit
    def logits_of_batch(views):
        def of_teacher(group):
            outputs, _ = network.stateless_call(*group, views.astype(jnp.float32)[..., None], training=False)
            return outputs["logits"]

        return jax.lax.map(of_teacher, weights)  # (teacherCount, batchSize, 7)

    @jax.jit
    def views_of_batch(key, rows, partner_rows, shares):
        own_key, partner_key = jax.random.split(key)
        own = make_views(own_key, arrays["faces"][rows], lesson.strength)
        partner = make_views(partner_key, arrays["faces"][partner_rows], lesson.strength)
        return jnp.round(own * shares[:, None, None] + partner * (1 - shares[:, None, None])).astype(jnp.uint8)

    batch_count = -(-face_count // VIEW_BATCH_SIZE)
    batches = np.minimum(np.arange(batch_count * VIEW_BATCH_SIZE), face_count - 1).reshape(batch_count, -1)
    all_views, all_targets, temperature = [], [], None
    is_unacquainted = jnp.asarray(folds[None] == np.arange(FOLD_COUNT)[:, None])[..., None]  # (teacherCount, faceCount, 1)
    for view_pass in range(lesson.view_pass_count):
        partners, shares = blend_partners(np.random.default_rng([7, view_pass]), folds)
        keys = jax.random.split(jax.random.fold_in(jax.random.key(7), view_pass), batch_count)
        views = [views_of_batch(key, jnp.asarray(rows), jnp.asarray(partners[rows]), jnp.asarray(shares[rows])) for key, rows in zip(keys, batches, strict=True)]
        logits = jnp.concatenate([logits_of_batch(batch) for batch in views], axis=1)[:, :face_count]
        unacquainted = jnp.sum(jnp.where(is_unacquainted, logits, 0), axis=0)
        if temperature is None:
            # Views of single faces in the first pass tell how sure the unacquainted teacher may be.
            single = shares == 1
            labels = np.asarray(arrays["labels"].argmax(axis=1))
            temperature = best_temperature(np.asarray(unacquainted)[single], labels[single])
            accuracy = (np.asarray(unacquainted).argmax(axis=1) == labels)[single].mean()
            print(f"Teachers on views of faces that they never saw: {100 * accuracy:.2f} % as labelled, temperature {temperature:.3f}.", flush=True)
        scores = jax.nn.softmax(logits, axis=-1)
        acquainted = jnp.sum(jnp.where(is_unacquainted, 0, scores), axis=0) / (FOLD_COUNT - 1)
        label = arrays["labels"] * shares[:, None] + arrays["labels"][partners] * (1 - shares[:, None])
        targets = (
            lesson.unacquainted_weight * jax.nn.softmax(unacquainted / temperature, axis=-1)
            + lesson.acquainted_weight * acquainted
            + lesson.label_weight * label
        )
        all_views.append(jnp.concatenate(views)[:face_count])
        all_targets.append(targets)
    return {"views": jnp.stack(all_views), "targets": jnp.stack(all_targets), "votes": arrays["votes"]}


def train_students(arrays: dict, starts: list[list[np.ndarray]], validation, folders: list[Path], lesson: Lesson, size: NetworkSize) -> list[list[np.ndarray]]:
    """Trains each student from its start on what the teachers said; returns their averaged weights."""
    network = build_network(size)
    run_pass, logits_of = compile_pass(network, taught_batch, lesson.recipe.weight_decay), compile_logits(network)
    rows = np.arange(arrays["views"].shape[1])
    students = []
    for seed, (start, folder) in enumerate(zip(starts, folders, strict=True)):
        keras.utils.set_random_seed(1000 + seed)
        network.set_weights(start)
        title = f"student {seed}, {lesson.name} views"
        students.append(fit(network, run_pass, logits_of, arrays, rows, lesson.recipe, validation, folder, 1000 + seed, title))
    return students


def fresh_weights(size: NetworkSize, seed: int) -> list[np.ndarray]:
    """Returns the weights that a student starts from."""
    keras.utils.set_random_seed(1000 + seed)
    return build_network(size).get_weights()


def ensemble_accuracy(network: keras.Model, teachers: list[list[np.ndarray]], validation) -> float:
    """Returns the share, 0 to 1, of validation faces that the teachers' mean scores get right."""
    logits_of = compile_logits(network)
    faces = jnp.asarray(validation[0])
    scores = sum(jax.nn.softmax(logits_of(*split_weights(network, teacher), faces)) for teacher in teachers)
    return float(np.mean(np.asarray(scores).argmax(axis=1) == validation[1]))


def main() -> None:
    """Reads the command line and the data, and trains what is not trained yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default="v2", help="name of the run in the cache; another name starts afresh")
    parser.add_argument("--teacher-passes", type=int, default=TEACHER_RECIPE.pass_count)
    parser.add_argument("--student-passes", type=int, help="passes of each of a student's lessons (default: 180 strong, 120 mild)")
    parser.add_argument("--view-passes", type=int, help="views of each face that the teachers speak about (default: 30 strong, 25 mild)")
    parser.add_argument("--seeds", type=int, default=5, help="how many students")
    parser.add_argument("--tiny", action="store_true", help="networks of a few channels, to try the way on a CPU")
    options = parser.parse_args()
    if jax.default_backend() != "cpu":
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
    teacher_size = NetworkSize(4, (8, 8), (0, 1), 0.1) if options.tiny else TEACHER
    student_size = NetworkSize(4, (8,), (1,), 0.0) if options.tiny else STUDENT
    folder = cache_dir(MODEL_ID) / options.run
    training = read_clean_training(data_dir(options.data))
    public_test = read_split(data_dir(options.data), "public_test")
    validation = public_test.faces, public_test.labels
    print(f"{len(training.labels)} training faces, {len(public_test.labels)} validation faces; {jax.devices()[0].device_kind}; state in {folder}")
    arrays, folds = training_arrays(training), folds_of(len(training.labels))
    teachers = train_teachers(arrays, folds, validation, folder, TEACHER_RECIPE._replace(pass_count=options.teacher_passes), teacher_size)
    together = ensemble_accuracy(build_network(teacher_size), teachers, validation)
    print(f"Teachers together: {100 * together:.2f} % of the validation faces.", flush=True)
    students = [fresh_weights(student_size, seed) for seed in range(options.seeds)]
    for lesson in LESSONS:
        lesson = lesson._replace(
            view_pass_count=options.view_passes or lesson.view_pass_count,
            recipe=lesson.recipe._replace(pass_count=options.student_passes or lesson.recipe.pass_count),
        )
        is_last = lesson.name == LESSONS[-1].name
        folders = [folder / (f"student-{seed}" if is_last else f"{lesson.name}-{seed}") for seed in range(options.seeds)]
        if all(is_finished(student_folder, lesson.recipe) for student_folder in folders):
            students = [load_checkpoint(student_folder / "best.npz")[0]["averaged"] for student_folder in folders]
            continue
        taught = teach(arrays, folds, teachers, teacher_size, lesson)
        students = train_students(taught, students, validation, folders, lesson, student_size)
    results = {path.parent.name: load_checkpoint(path)[1] for path in sorted(folder.glob("*/best.npz"))}
    (folder / "results.json").write_text(json.dumps({"teachersTogether": together, **results}, indent=1))


if __name__ == "__main__":
    main()
