"""The shared space: inputs, templates, simulated states, training on a tiny corpus, and the index file."""

from __future__ import annotations

import json
import struct
import zlib

import numpy as np
import pandas as pd
import pytest

from training.datasets.song_mood.reader import artist_genres_by_name
from training.datasets.songs.reader import first_artist
from training.paths import contract_path
from training.song_space import build_index
from training.song_space.build_index import (
    COLUMN_CODES,
    encode_column,
    quantize_vectors,
    write_index_manifest,
    write_song_index,
)
from training.song_space.evaluate import CORNER_SENSORS, CORNER_WORDS, corners_of, fusion_inputs, mood_retrieval
from training.song_space.model import TOWER_INPUT_SIZES, build_song_tower, build_state_fusion, feature_scale
from training.song_space.simulate import PROPERTIES, meant_moods, music_for, noisy_scores, sample_moods, simulate_states
from training.song_space.song_inputs import FEATURES, genre_tokens, song_inputs, title_tokens, token_bucket
from training.song_space.templates import ACTIVITIES, EMOTIONS, MOOD_POINTS, STRESS
from training.song_space.train import Corpus, Source, Trainer, build_corpus, hide_inputs, normal_scores


def made_up_songs(count: int, seed: int = 0) -> pd.DataFrame:
    """Songs whose energy and acousticness follow their artist's genre, some with parts missing."""
    random = np.random.default_rng(seed)
    is_loud = random.random(count) < 0.5
    songs = pd.DataFrame(
        {
            "title": [f"Song {word} {number}" for number, word in enumerate(np.where(is_loud, "fire", "rain"))],
            "artists": [f"Artist {number // 3}" for number in range(count)],
            "releaseYear": np.where(random.random(count) < 0.3, np.nan, random.integers(1960, 2024, count)),
            "isExplicit": np.where(random.random(count) < 0.3, np.nan, random.integers(0, 2, count)),
            "genreFamily": [
                None if number % 5 == 0 else ("metal" if loud else "folk") for number, loud in enumerate(is_loud)
            ],
            "artistGenres": [
                [] if number % 4 == 0 else (["death metal", "metal"] if loud else ["indie folk"])
                for number, loud in enumerate(is_loud)
            ],
            "popularity": random.integers(0, 101, count).astype(float),
            "durationMs": random.integers(60_000, 400_000, count).astype(float),
            "isPrimary": True,
        },
        index=pd.Index([f"{number:022d}" for number in range(count)], name="songId"),
    )
    for name in FEATURES[:7]:
        songs[name] = random.random(count)
    songs["energy"] = np.where(is_loud, 0.9, 0.2) + random.normal(0, 0.03, count)
    songs["tempoBpm"] = random.uniform(60, 180, count)
    songs["loudnessDb"] = random.uniform(-20, -3, count)
    songs["key"], songs["mode"] = random.integers(0, 12, count), random.integers(0, 2, count)
    return songs


def made_up_source(count: int = 240) -> Source:
    songs = made_up_songs(count)
    inputs = song_inputs(songs)
    loud = (songs["energy"].to_numpy() > 0.5).astype(float)
    moods = pd.DataFrame(
        {
            "valence": np.random.default_rng(1).normal(size=count),
            "arousal": 2 * loud - 1 + np.random.default_rng(2).normal(0, 0.2, count),
            "title": songs["title"].to_numpy(),
            "artist": songs["artists"].str.lower().to_numpy(),
            "songId": songs.index.to_numpy(),
        }
    )
    return Source(songs, first_artist(songs["artists"]).to_numpy(), inputs, moods, inputs)


def test_token_buckets_are_fnv_1a():
    # Known values of FNV-1a with 32 bits: '' 0x811c9dc5, 'a' 0xe40c292c, 'foobar' 0xbf9cf968.
    assert [token_bucket(text) for text in ("", "a", "foobar")] == [
        value % 1024 for value in (0x811C9DC5, 0xE40C292C, 0xBF9CF968)
    ]


def test_tokens_ignore_case_accents_and_punctuation():
    assert title_tokens("Déjà-Vu (Again)") == {"deja", "vu", "again"}
    assert genre_tokens(["Indie Folk"]) == {"=indie folk", "indie", "folk"}
    assert title_tokens("???") == set()


def test_inputs_mark_what_is_missing():
    songs = made_up_songs(40)
    songs.loc[songs.index[0], "tempoBpm"] = np.nan
    inputs = song_inputs(songs)
    tempo = FEATURES.index("tempoBpm")
    assert inputs.feature_mask[0, tempo] == 0 and inputs.features[0, tempo] == 0
    assert inputs.feature_mask[1, tempo] == 1
    assert (inputs.family.sum(1) == songs["genreFamily"].notna()).all()
    dense = inputs.dense()
    assert {name: values.shape[1] for name, values in dense.items()} == TOWER_INPUT_SIZES
    assert (dense["genreTokens"].sum(1) == (inputs.genre_buckets >= 0).sum(1)).all()


def test_a_table_without_features_is_all_missing():
    inputs = song_inputs(pd.DataFrame({"title": ["A song"], "artistGenres": [[]]}))
    assert inputs.feature_mask.sum() == 0 and inputs.family.sum() == 0
    assert (inputs.genre_buckets == -1).all() and (inputs.title_buckets >= 0).sum() == 2


def test_templates_cover_the_labels_of_the_contracts():
    for model_id, table in (("face-emotion", EMOTIONS), ("stress", STRESS), ("activity", ACTIVITIES)):
        assert json.loads(contract_path(model_id).read_text())["labels"] == list(table)
        assert all(row.reason for row in table.values())


def test_simulated_states_keep_to_the_contract():
    states = simulate_states(np.random.default_rng(0), 2000)
    presence = states.inputs["presence"]
    for place, name in enumerate(("emotion", "stress", "activity")):
        sums = states.inputs[name].sum(1)
        assert np.allclose(sums, presence[:, place] > 0, atol=1e-5)
    assert np.abs(states.inputs["word"]).max() <= 1
    subsets = {tuple(row) for row in (presence > 0).astype(int)}
    assert len(subsets) == 16
    assert np.isfinite(states.target).all() and (states.weight >= 0).all()


def test_simulated_scores_are_as_right_as_they_are_confident():
    random = np.random.default_rng(1)
    labels = random.integers(0, 7, 4000)
    for confidence in (0.6, 0.8, 0.95):
        scores = noisy_scores(random, labels, np.full(4000, confidence), 7)
        # three standard errors of a share over 4,000 draws; below one half another label can rise above the peak
        assert abs((scores.argmax(1) == labels).mean() - confidence) < 0.025
        assert np.allclose(scores.sum(1), 1)


def test_a_running_word_asks_for_energy_and_cadence_whatever_the_mood():
    moods = sample_moods(np.random.default_rng(2), 50)
    running, standing = (np.full(50, list(ACTIVITIES).index(name)) for name in ("running", "standing"))
    present = np.tile([0, 0, 1, 1], (50, 1))
    energy = PROPERTIES.index("energy")
    run_target, _, run_cadence, run_weight = music_for(moods, running, present)
    stand_target, _, _, stand_weight = music_for(moods, standing, present)
    # Anger asks for more energy than running does; what both wish for lies between.
    is_below = stand_target[:, energy] < 1.2
    assert (run_target[is_below, energy] > stand_target[is_below, energy]).all()
    assert (run_weight > 0).all() and (stand_weight == 0).all()
    assert np.allclose(2**run_cadence, np.sqrt(158 * 176))


def test_music_for_a_state_that_says_nothing_is_the_middle():
    moods, activities = sample_moods(np.random.default_rng(2), 20), np.full(20, list(ACTIVITIES).index("running"))
    nothing, activity_alone, word = (np.tile(row, (20, 1)) for row in ([0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]))
    assert (meant_moods(moods, activities, nothing) == 0).all()
    assert (meant_moods(moods, activities, activity_alone) == [0, ACTIVITIES["running"].arousal / 2]).all()
    assert (meant_moods(moods, activities, word) == moods).all()


def test_normal_scores_keep_order_and_spread():
    values = np.array([0.0, np.nan, 5.0, 1000.0, 0.0])
    scores = normal_scores(values)
    assert scores[1] == 0 and scores[0] == scores[4] < scores[2] < scores[3]


def test_both_doors_of_the_tower_lead_to_the_same_place():
    inputs = song_inputs(made_up_songs(30))
    tower = build_song_tower(feature_scale(inputs.features, inputs.feature_mask))
    by_hot = tower.model(list(inputs.dense().values())).numpy()
    by_bucket = tower.by_bucket(list(inputs.by_bucket().values())).numpy()
    assert np.allclose(by_hot, by_bucket, atol=1e-5)


def test_what_is_absent_says_nothing():
    fusion = build_state_fusion()
    state = fusion_inputs(word="happy")
    garbage = {**state, "emotion": np.full((1, 7), 0.3, np.float32)}
    of = lambda inputs: fusion([inputs[tensor.name] for tensor in fusion.inputs]).numpy()  # noqa: E731
    assert np.allclose(of(state), of(garbage), atol=1e-6)


def test_hiding_never_takes_sound_and_genres_both():
    inputs = song_inputs(made_up_songs(400))
    hidden = hide_inputs(np.random.default_rng(0), inputs)
    has_sound = hidden["featureMask"].sum(1) > 0
    had_genres = (inputs.genre_buckets >= 0).any(1)
    has_genres = (hidden["genreTokens"] >= 0).any(1)
    assert (has_sound | has_genres | ~had_genres).all()
    assert not has_sound.all() and (has_genres < had_genres).any()


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return build_corpus(made_up_source())


def test_held_out_artists_are_in_no_part_of_the_corpus(corpus):
    source = made_up_source()
    held_out = {"artist 1", "artist 2"}
    less = build_corpus(source, held_out)
    assert len(less.songs) == len(corpus.songs) - 6 == len(less.labelled)


@pytest.mark.parametrize("loss", ["contrastive", "triplet"])
def test_training_brings_states_to_the_songs_that_fit(corpus, loss, monkeypatch):
    monkeypatch.setattr("training.song_space.train.SONG_COUNT", 128)
    trainer = Trainer(corpus, 80, loss)
    trainer.train()
    vectors = trainer.song_vectors(corpus.songs)
    arousal = corpus.properties[:, PROPERTIES.index("listenerArousal")]
    excited, sad = (vectors @ trainer.state_vectors(fusion_inputs(word=word))[0] for word in ("excited", "sad"))
    # The made-up songs are either loud or quiet: an activated word has to prefer the loud ones.
    assert np.corrcoef(excited - sad, arousal)[0, 1] > 0.6

    bare = {name: np.zeros((1, size), np.float32) for name, size in TOWER_INPUT_SIZES.items()}
    states = simulate_states(np.random.default_rng(3), 64).inputs
    for found in (vectors, trainer.tower.model(list(bare.values())).numpy(), trainer.state_vectors(states)):
        assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-4)


def test_training_goes_on_where_it_stopped(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr("training.song_space.train.CHECKPOINT_EVERY", 2)
    monkeypatch.setattr("training.song_space.train.SONG_COUNT", 64)
    path = tmp_path / "checkpoint.npz"
    first = Trainer(corpus, 4)
    first.train(path)
    again = Trainer(corpus, 4)
    assert again.restore(path) == 4
    states = fusion_inputs(word="calm")
    assert np.allclose(first.state_vectors(states), again.state_vectors(states), atol=1e-6)
    assert Trainer(corpus, 5).restore(path) == 0


def test_mood_retrieval_knows_perfect_from_random():
    random = np.random.RandomState(0)
    moods, fold = random.randn(1200, 2), np.arange(1200) % 3
    perfect = {
        c: np.minimum(moods[:, 0] * c[0], moods[:, 1] * c[1]) - np.minimum(np.median(moods[:, 0]) * c[0], 0)
        for c in CORNER_WORDS
    }
    good, chance = mood_retrieval(perfect, moods, fold), mood_retrieval(corners_of(random.randn(1200, 2)), moods, fold)
    assert good["precisionAt10"].mean() > 0.95 and good["auc"].mean() > 0.95
    assert abs(chance["precisionAt10"].mean() - 0.25) < 0.08 and abs(chance["auc"].mean() - 0.5) < 0.08


def test_corner_words_and_sensors_name_known_labels():
    for words in CORNER_WORDS.values():
        assert set(words) <= set(MOOD_POINTS)
    for scores in CORNER_SENSORS.values():
        for values in fusion_inputs(scores=scores).values():
            assert np.isfinite(values).all()


def test_int8_vectors_keep_their_direction():
    vectors = np.random.default_rng(0).normal(size=(200, 128))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    codes, scales = quantize_vectors(vectors)
    restored = codes * scales[:, None]
    assert np.allclose(np.linalg.norm(restored, axis=1), 1, atol=1e-6)
    # a step is 1/127 of the largest component, about 0.002 of a row of 128
    assert (restored * vectors).sum(1).min() > 0.9995
    with pytest.raises(ValueError, match="not finite"):
        quantize_vectors(np.full((2, 4), np.nan))
    with pytest.raises(ValueError, match="no direction"):
        quantize_vectors(np.zeros((2, 4)))


def test_columns_keep_values_to_half_a_step_and_missing_ones_missing():
    for name, code in COLUMN_CODES.items():
        values = np.array([code.min, np.nan, code.min + 3 * code.step])
        codes = encode_column(values, code, name)
        assert codes[1] == code.missing_code
        assert np.allclose(code.min + codes[[0, 2]] * code.step, values[[0, 2]])
    with pytest.raises(ValueError, match="energy goes from"):
        encode_column(np.array([7.0]), COLUMN_CODES["energy"], "energy")


def test_index_file_holds_what_was_written(tmp_path):
    songs = made_up_songs(25)
    songs.iloc[3, songs.columns.get_loc("title")] = "Über – 雲"
    vectors = np.random.default_rng(0).normal(size=(25, 128)).astype(np.float32)
    path = tmp_path / build_index.INDEX_FILE
    write_song_index(path, songs, vectors, "space")
    file = path.read_bytes()
    assert file[:8] == build_index.MAGIC
    version, dims, count, header_bytes, resident_bytes, _ = struct.unpack("<6I", file[8:32])
    assert (version, dims, count) == (build_index.VERSION, 128, 25)
    assert resident_bytes == len(file)
    header = json.loads(file[32 : 32 + header_bytes])
    sections = {section["name"]: section for section in header["sections"]}

    def read(name):
        section = sections[name]
        assert section["offset"] % 8 == 0
        values = np.frombuffer(file, section["dtype"], section["length"], section["offset"])
        assert zlib.crc32(values) == section["crc32"]
        return values

    offsets = read("titleOffsets")
    titles = [bytes(read("titleText")[start:end]).decode() for start, end in zip(offsets[:-1], offsets[1:])]
    assert titles == songs["title"].tolist()
    energy = sections["energy"]
    assert np.allclose(energy["min"] + read("energy") * energy["step"], songs["energy"], atol=energy["step"] / 2 + 1e-9)
    assert ((read("releaseYear") == sections["releaseYear"]["missingCode"]) == songs["releaseYear"].isna()).all()
    assert header["spaceId"] == "space"
    assert write_index_manifest(tmp_path, songs, 128, "space", {})["songCount"] == 25


def test_exact_vectors_and_the_texts_of_a_large_index_stay_in_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(build_index, "RESIDENT_TEXT_SONGS", 10)
    songs = made_up_songs(25).assign(moodValence=0.5, moodArousal=np.nan)
    vectors = np.random.default_rng(0).normal(size=(25, 128)).astype(np.float32)
    write_song_index(tmp_path / "x.bin", songs, vectors, "space", keep_exact=True)
    file = (tmp_path / "x.bin").read_bytes()
    header_bytes, resident_bytes = struct.unpack("<2I", file[20:28])
    sections = {section["name"]: section for section in json.loads(file[32 : 32 + header_bytes])["sections"]}
    assert {name for name, section in sections.items() if section["offset"] >= resident_bytes} == {
        "titleText",
        "creditText",
        "exactVectors",
    }
    exact = np.frombuffer(file, np.float32, 25 * 128, sections["exactVectors"]["offset"])
    assert (exact.reshape(25, 128) == vectors).all()
    assert {"moodValence", "moodArousal"} <= set(sections)


def test_index_refuses_songs_out_of_order(tmp_path):
    songs = made_up_songs(3).iloc[::-1]
    with pytest.raises(ValueError, match="rising order"):
        write_song_index(tmp_path / "x.bin", songs, np.ones((3, 8)), "space")
    with pytest.raises(ValueError, match="2 vectors for 3 songs"):
        write_song_index(tmp_path / "x.bin", songs, np.ones((2, 8)), "space")


def test_artists_are_joined_by_their_first_name():
    songs = made_up_songs(9)
    genres = artist_genres_by_name(songs, first_artist(songs["artists"]))
    assert set(genres) <= {"artist 0", "artist 1", "artist 2"} and all(genres.values())
    assert first_artist(pd.Series(["A; B", "C, D", "E & F"])).tolist() == ["a", "c", "e & f"]
