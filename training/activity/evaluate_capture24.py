"""Tests the network of train_capture24.py on the participants P102 to P151, which it never saw, each window by itself.

    python -m training.activity.evaluate_capture24 --scheme Walmsley2020 --data ../shared/data

Prints accuracy, macro F1 and Cohen's kappa over all labelled windows, their spread over the people, and what is confused.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score

from training.activity.capture24 import NETWORK_FILE, RUN, SCHEMES, Scheme, labelled_series, prepare, read_scheme, run_dir
from training.activity.evaluate import accuracy_by_person, network_scores, print_confusion
from training.checkpoint import load_checkpoint
from training.datasets.capture24.reader import TEST_PEOPLE
from training.paths import data_dir


def evaluate(data: Path, scheme: Scheme, folder: Path) -> dict[str, float]:
    """Prints and returns the figures of the network in folder on the test participants, one in memory at a time."""
    path = folder / NETWORK_FILE
    if not path.exists():
        raise FileNotFoundError(f"Found no {path}; expected a finished training.activity.train_capture24 --scheme {scheme.name}.")
    groups, meta = load_checkpoint(path)
    if meta["labels"] != scheme.labels:
        raise ValueError(f"The network knows {', '.join(meta['labels'])}; the dictionary has {', '.join(scheme.labels)}.")
    scores_of = network_scores(scheme.shape, groups["network"])
    paths, _ = prepare(data, TEST_PEOPLE, scheme)
    true, found, people = [], [], []
    for person in paths:
        series = labelled_series(paths, [person], scheme)
        windows, runs = series.windows(scheme.shape.window_sample_count, scheme.shape.window_sample_count)
        scores = scores_of(windows, np.ones((len(windows), scheme.shape.presence_count), np.float32))
        found.append(scores.argmax(axis=1))
        true.append(series.labels[runs])
        people.append(series.people[runs])
    true, found, people = (np.concatenate(parts) for parts in (true, found, people))
    by_person = accuracy_by_person(found == true, people)
    metrics = {
        "accuracy": float((found == true).mean()),
        "macroF1": float(f1_score(true, found, average="macro", labels=np.unique(true))),
        "kappa": float(cohen_kappa_score(true, found)),
    }
    print(
        f"Capture-24, {scheme.name}: accuracy {metrics['accuracy']:.4f}  macro F1 {metrics['macroF1']:.4f}  kappa {metrics['kappa']:.4f}  "
        f"over {len(by_person)} people {by_person.mean():.3f} (sd {by_person.std():.3f}, lowest {by_person.min():.3f})"
    )
    print_confusion(confusion_matrix(true, found, labels=range(len(scheme.labels)))[None], scheme.labels)
    return metrics


def main() -> None:
    """Reads the command line and evaluates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scheme", choices=SCHEMES, default=SCHEMES[0], help="how the annotations are grouped into labels")
    parser.add_argument("--data", help="folder of the data sets, with capture24/ in it (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default=RUN, help="name of the run in the cache")
    options = parser.parse_args()
    data = data_dir(options.data)
    scheme = read_scheme(data, options.scheme)
    evaluate(data, scheme, run_dir(scheme.name, options.run))


if __name__ == "__main__":
    main()
