"""Measures the released space where it was never trained: on playlist contexts, and on the lists that it makes.

usage: python -m training.song_space.measure_released [--data DIR]

Contexts: songs of public playlists whose title names one, ranked by the cosine with the state of a person in that context among
the file's other songs, with genres hidden (they are the playlists' own). Beside it the best single audio feature, chosen in hindsight.

Lists: the 25 nearest songs of the shipped catalogue to each of 300 simulated states, before any rule of order or artist.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

import numpy as np
from sklearn.metrics import roc_auc_score

from training.datasets.songs.reader import first_artist, read_songs
from training.paths import cache_dir, data_dir
from training.song_space.corpus import catalogue_scale, column_of
from training.song_space.evaluate import fusion_inputs
from training.song_space.simulate import simulate_states
from training.song_space.song_inputs import FEATURES, NO_TOKEN, SongInputs, song_inputs
from training.song_space.source import SOURCE_FILE, Source, read_source
from training.song_space.train import CHECKPOINT_FILE, MODEL_ID, Networks, load_networks

LIST_COUNT, LIST_LENGTH = 300, 25
RELEASED_FILE = "released.json"

# The state that a person in each context would be in, said in the app's own words; reasoned, never tuned on the playlists.
CONTEXT_STATES: dict[str, dict[str, str]] = {
    "workout": {"activity": "running"},
    "running": {"activity": "running"},
    "chill": {"word": "calm", "activity": "sitting"},
    "sad": {"word": "sad"},
    "party": {"word": "excited", "activity": "walking"},
    "dance": {"word": "excited", "activity": "walking"},
    "happy": {"word": "happy"},
}


def context_state(word: str | None = None, activity: str | None = None) -> dict[str, np.ndarray]:
    """Returns the fusion's inputs where the listener named a mood, an activity or both, of which they are certain."""
    return fusion_inputs(word, None if activity is None else {"activity": {activity: 1.0}}, confidence=1.0)


def without_genres(songs: SongInputs) -> SongInputs:
    """Returns the songs with genre family and genres hidden: a playlist's own, where songs come from playlists."""
    return replace(
        songs, family=np.zeros_like(songs.family), genre_buckets=np.full_like(songs.genre_buckets, NO_TOKEN)
    )


def measure_contexts(source: Source, networks: Networks) -> dict[str, dict[str, float | str]]:
    """Returns for each context the AUC of its state, and that of the best single feature in hindsight."""
    songs = np.unique(source.context_songs)
    inputs = source.songs.rows(songs)
    vectors = networks.song_vectors(without_genres(inputs))
    figures = {}
    for context in CONTEXT_STATES:
        inside = np.isin(songs, source.context_songs[source.contexts == context])
        state = networks.state_vectors(context_state(**CONTEXT_STATES[context]))[0]
        singles = {}
        for feature in FEATURES[:-1]:
            values = column_of(inputs, feature)
            known = np.isfinite(values)
            auc = roc_auc_score(inside[known], values[known])
            singles[f"{'high' if auc >= 0.5 else 'low'} {feature}"] = max(auc, 1 - auc)
        best = max(singles, key=singles.__getitem__)
        figures[context] = {
            "songs": int(inside.sum()),
            "auc": round(float(roc_auc_score(inside, vectors @ state)), 4),
            "bestSingle": best,
            "bestSingleAuc": round(float(singles[best]), 4),
        }
    return figures


def measure_lists(songs, networks: Networks) -> dict[str, float]:
    """Returns what the lists are like. songs: a catalogue as read_songs gives it.

    diversity: mean of 1 - cosine between two songs of a list; diversityOfAll: the same between any two of the catalogue.
    coverage: different songs in all lists, as a share of their places. popularity: mean popularity percentile of what is listed, .5
    being the catalogue's own (novelty is 1 minus it). artistShare: share of a list's places that its most frequent artist takes.
    """
    vectors = networks.song_vectors(song_inputs(songs))
    states = networks.state_vectors(simulate_states(np.random.default_rng(0), LIST_COUNT).inputs)
    lists = np.argsort(-(states @ vectors.T), axis=1)[:, :LIST_LENGTH]
    popularity = songs["popularity"].rank(pct=True).to_numpy()
    artists = first_artist(songs["artists"]).to_numpy()

    def diversity(rows: np.ndarray) -> float:
        cosines = vectors[rows] @ vectors[rows].T
        return float(1 - (cosines.sum() - len(rows)) / (len(rows) * (len(rows) - 1)))

    some = np.random.default_rng(1).permutation(len(songs))[:2000]
    return {
        "diversity": round(float(np.mean([diversity(rows) for rows in lists])), 4),
        "diversityOfAll": round(diversity(some), 4),
        "coverage": round(len(np.unique(lists)) / lists.size, 4),
        "popularity": round(float(np.nanmean(popularity[lists])), 4),
        "artistShare": round(float(np.mean([np.unique(artists[rows], return_counts=True)[1].max() / LIST_LENGTH for rows in lists])), 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="the folder that holds songs/, song-mood/ and msd/")
    args = parser.parse_args()
    folder, data = cache_dir(MODEL_ID), data_dir(args.data)
    source = read_source(data, folder / SOURCE_FILE)
    networks = load_networks(folder / CHECKPOINT_FILE, catalogue_scale(source))
    songs = read_songs(data, "open")
    contexts, lists = measure_contexts(source, networks), measure_lists(songs[songs["isPrimary"]], networks)
    for name, values in contexts.items():
        print(
            f"{name:10s} {values['songs']:5d} songs   AUC {values['auc']:.3f}   "
            f"best single feature, in hindsight: {values['bestSingle']} {values['bestSingleAuc']:.3f}"
        )
    print("  ".join(f"{name} {value:.3f}" for name, value in lists.items()))
    (folder / RELEASED_FILE).write_text(json.dumps({"contexts": contexts, "lists": lists}, indent=2) + "\n")


if __name__ == "__main__":
    main()
