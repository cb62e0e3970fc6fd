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
from training.parity_tower import FIXTURES_PATH as PARITY_PATH
from training.parity_tower import fixtures as parity_fixtures
from training.song_space import build_index
from training.song_space.build_index import (
    COLUMN_CODES,
    encode_column,
    quantize_vectors,
    write_index_manifest,
    write_song_index,
)
from training.song_space.corpus import Corpus, build_corpus, normal_scores
from training.song_space.evaluate import (
    CORNER_SENSORS,
    CORNER_WORDS,
    corners_of,
    fold_artists,
    fusion_inputs,
    measure,
    mood_retrieval,
    run_fold,
)
from training.song_space.export import golden_songs, golden_states, tower_with_mood, write_index
from training.song_space.feature_scale import feature_scale
from training.song_space.measure_released import (
    CONTEXT_STATES,
    context_state,
    measure_contexts,
    measure_lists,
    without_genres,
)
from training.song_space.model import BLOCKS, DIMS, TOWER_INPUT_SIZES, build_fusion_core, build_song_tower, build_state_fusion
from training.song_space.mood_teacher import GRID, MoodTeacher, embed_tokens, field_of, mood_plane
from training.song_space.simulate import MODALITIES, PROPERTIES, music_for, noisy_scores, sample_moods, simulate_states
from training.song_space.song_inputs import FEATURES, NO_TOKEN, genre_tokens, song_inputs, title_tokens, token_bucket
from training.song_space.source import Source
from training.song_space.templates import ACTIVITIES, EMOTIONS, MOOD_POINTS, STRESS
from training.song_space.train import LOSSES, Trainer, build_networks, hide_inputs


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
    valence = np.random.default_rng(1).normal(size=count)
    arousal = 2 * loud - 1 + np.random.default_rng(2).normal(0, 0.2, count)
    artists = pd.factorize(first_artist(songs["artists"]))[0].astype(np.int32)
    positions = np.arange(count, dtype=np.int32)
    return Source(
        songs=inputs,
        artists=artists,
        popularity=songs["popularity"].to_numpy(np.float32),
        is_primary=songs["isPrimary"].to_numpy(bool),
        moods=np.stack([valence, arousal], 1),
        mood_inputs=inputs,
        mood_artists=artists,
        mood_songs=positions,
        context_songs=positions,
        contexts=np.array(list(CONTEXT_STATES))[positions % len(CONTEXT_STATES)],
    )


def test_token_buckets_are_fnv_1a():
    # Known values of FNV-1a with 32 bits: '' 0x811c9dc5, 'a' 0xe40c292c, 'foobar' 0xbf9cf968.
    assert [token_bucket(text, 1024) for text in ("", "a", "foobar")] == [
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
    by_name = inputs.by_name()
    assert {name: values.shape[1] for name, values in by_name.items()} == TOWER_INPUT_SIZES
    assert all(values.dtype == np.float32 for values in by_name.values())
    genres, _ = inputs.tokens()
    assert genres.sum() == (inputs.genre_buckets != NO_TOKEN).sum()


def test_a_list_of_tokens_is_rising_and_ends_with_none():
    buckets = song_inputs(made_up_songs(40)).genre_buckets.astype(int)
    for row in buckets:
        present = row[row != NO_TOKEN]
        assert (np.diff(present) > 0).all() and (row[len(present) :] == NO_TOKEN).all()


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
    for name in ("heartRate", "cadence"):
        assert ((states.inputs[name][:, 0] > 0) == (presence[:, MODALITIES.index(name)] > 0)).all()
    assert states.inputs["heartRate"].max() < 5 and states.inputs["cadence"].max() < 250
    subsets = {tuple(row) for row in (presence > 0).astype(int)}
    assert len(subsets) == 2 ** len(MODALITIES)
    assert np.isfinite(states.target).all() and (states.weight >= 0).all()


def test_simulated_scores_are_as_right_as_they_are_confident():
    random = np.random.default_rng(1)
    labels = random.integers(0, 7, 4000)
    for confidence in (0.6, 0.8, 0.95):
        scores = noisy_scores(random, labels, np.full(4000, confidence), 7)
        # three standard errors of a share over 4,000 draws; below one half another label can rise above the peak
        assert abs((scores.argmax(1) == labels).mean() - confidence) < 0.025
        assert np.allclose(scores.sum(1), 1)


def music_of(moods: np.ndarray, doing: str, heart_rate: float = 1.0, steps: float = 100.0, **presence: float):
    """The music for moods with the same body; the presence of the modalities that are named."""
    count = len(moods)
    shown = np.tile([presence.get(name, 0.0) for name in MODALITIES], (count, 1))
    activities = np.full(count, list(ACTIVITIES).index(doing))
    return music_for(moods, activities, np.full(count, heart_rate), np.full(count, np.log2(steps)), shown)


def test_a_running_word_asks_for_energy_and_cadence_whatever_the_mood():
    moods = sample_moods(np.random.default_rng(2), 50)
    energy = PROPERTIES.index("energy")
    _, _, run_target, _, run_cadence, run_weight = music_of(moods, "running", activity=1, word=1)
    _, _, stand_target, _, _, stand_weight = music_of(moods, "standing", activity=1, word=1)
    # Anger asks for more energy than running does; what both wish for lies between.
    is_below = stand_target[:, energy] < ACTIVITIES["running"].music.energy
    assert (run_target[is_below, energy] > stand_target[is_below, energy]).all()
    assert (run_weight > 0).all() and (stand_weight == 0).all()
    assert np.allclose(2**run_cadence, np.sqrt(158 * 176))


def test_counted_steps_set_the_beat_whatever_the_activity_usually_has():
    moods = sample_moods(np.random.default_rng(2), 5)
    *_, cadence, weight = music_of(moods, "walking", steps=131.0, activity=0.9, cadence=0.9)
    assert np.allclose(2**cadence, 131) and (weight > 0).all()


def test_a_working_heart_alone_asks_for_more_energy_than_one_at_rest():
    moods = sample_moods(np.random.default_rng(2), 5)
    energy = PROPERTIES.index("energy")
    hard, rest = (music_of(moods, "standing", heart_rate=rate, heartRate=0.8)[2][:, energy] for rate in (2.2, 1.0))
    assert (hard > rest + 0.5).all()


def test_music_for_a_state_that_says_nothing_is_the_middle():
    moods = sample_moods(np.random.default_rng(2), 20)
    nothing, activity_alone, word = (music_of(moods, "running", **shown)[0] for shown in ({}, {"activity": 1}, {"word": 1}))
    assert (nothing == 0).all()
    assert (activity_alone == [0, ACTIVITIES["running"].arousal / 2]).all()
    assert (word == moods).all()


def test_normal_scores_keep_order_and_spread():
    values = np.array([0.0, np.nan, 5.0, 1000.0, 0.0])
    scores = normal_scores(values)
    assert scores[1] == 0 and scores[0] == scores[4] < scores[2] < scores[3]


def test_every_block_of_a_song_has_its_share_of_the_length():
    inputs = song_inputs(made_up_songs(30))
    tower = build_song_tower(feature_scale(inputs.features, inputs.feature_mask))
    vectors = np.asarray(tower(list(inputs.by_name().values())))
    assert sum(block["share"] for block in BLOCKS.values()) == pytest.approx(1) and vectors.shape == (30, DIMS)
    for block in BLOCKS.values():
        part = vectors[:, block["start"] : block["start"] + block["size"]]
        assert np.allclose((part**2).sum(1), block["share"], atol=1e-4)


def test_what_is_absent_says_nothing():
    fusion = build_state_fusion(build_fusion_core())
    state = fusion_inputs(word="happy")
    garbage = {**state, "emotion": np.full((1, 7), 0.3, np.float32)}
    of = lambda inputs: np.asarray(fusion([inputs[tensor.name] for tensor in fusion.inputs]))  # noqa: E731
    assert np.allclose(of(state), of(garbage), atol=1e-6)


def test_the_word_outranks_expression_and_stress_whatever_they_say():
    fusion = build_state_fusion(build_fusion_core())
    of = lambda inputs: np.asarray(fusion([inputs[tensor.name] for tensor in fusion.inputs]))  # noqa: E731
    against = {"emotion": {"angry": 0.9, "neutral": 0.1}, "stress": {"stress": 1.0}}
    assert np.allclose(of(fusion_inputs("calm")), of(fusion_inputs("calm", against, confidence=1.0)), atol=1e-6)


def test_a_named_activity_moves_a_known_mood_more_than_a_sensed_one():
    fusion = build_state_fusion(build_fusion_core())
    of = lambda inputs: np.asarray(fusion([inputs[tensor.name] for tensor in fusion.inputs]))[0]  # noqa: E731
    running = {"activity": {"running": 1.0}}
    alone = of(fusion_inputs("calm"))
    sensed, named = (of(fusion_inputs("calm", running, confidence=confidence)) for confidence in (0.8, 1.0))
    assert alone @ named < alone @ sensed < 1


def test_hiding_never_takes_sound_and_genres_both():
    inputs = song_inputs(made_up_songs(400))
    hidden = hide_inputs(np.random.default_rng(0), inputs)
    has_sound = hidden["featureMask"].sum(1) > 0
    had_genres = (inputs.genre_buckets >= 0).any(1)
    has_genres = (hidden["genreTokens"] >= 0).any(1)
    assert (has_sound | has_genres | ~had_genres).all()
    assert not has_sound.all() and (has_genres < had_genres).any()


@pytest.fixture(scope="module")
def corpus(made_up_embedding) -> Corpus:
    return build_corpus(made_up_source())


@pytest.fixture(scope="module", autouse=True)
def made_up_embedding():
    """A few songs have few tokens: small embeddings of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.song_space.mood_teacher.GENRE_DIMS", 3)
        patch.setattr("training.song_space.mood_teacher.TITLE_DIMS", 3)
        # 240 songs cannot outweigh the noise that is right for 12,000.
        patch.setattr("training.song_space.mood_teacher.NOISE", 2.0)
        yield


def test_held_out_artists_are_in_no_part_of_the_corpus(corpus):
    source = made_up_source()
    less = build_corpus(source, np.array([1, 2], np.int32))
    assert less.labelled_count == corpus.labelled_count - 6
    assert len(less.songs) == len(corpus.songs) - 12


def test_the_teacher_tells_loud_from_quiet_songs_that_it_never_saw():
    source = made_up_source()
    loud = source.moods[:, 1] > 0
    scale = feature_scale(source.songs.features, source.songs.feature_mask)
    half = np.arange(0, 240, 2)
    teacher = MoodTeacher(
        source.songs.rows(half), mood_plane(source.moods[half]), scale, embed_tokens(source.songs, source.artists)
    )
    fields, points = teacher.fields(source.songs.rows(half + 1))
    assert np.corrcoef(points[:, 1], loud[half + 1])[0, 1] > 0.8
    assert fields.shape == (120, len(GRID))


def test_a_field_is_highest_at_the_place_nearest_to_the_mood():
    points = np.array([[-1.0, 1.0], [0.1, 0.05], [1.0, -0.5]])
    assert (GRID[field_of(points).argmax(1)] == [[-1, 1], [0, 0], [1, -0.5]]).all()


@pytest.mark.parametrize("loss", LOSSES)
def test_training_brings_states_to_the_songs_that_fit(corpus, loss, monkeypatch):
    monkeypatch.setattr("training.song_space.train.SONG_COUNT", 128)
    trainer = Trainer(corpus, 80, loss)
    trainer.train()
    vectors = trainer.networks.song_vectors(corpus.songs)
    arousal = corpus.points[:, 1]
    excited, sad = (vectors @ trainer.networks.state_vectors(fusion_inputs(word))[0] for word in ("excited", "sad"))
    # The made-up songs are either loud or quiet: an activated word has to prefer the loud ones.
    assert np.corrcoef(excited - sad, arousal)[0, 1] > 0.6

    bare = {name: np.zeros((1, size), np.float32) for name, size in TOWER_INPUT_SIZES.items()}
    states = simulate_states(np.random.default_rng(3), 64).inputs
    for found in (vectors, np.asarray(trainer.networks.tower(list(bare.values()))), trainer.networks.state_vectors(states)):
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
    assert np.allclose(first.networks.state_vectors(states), again.networks.state_vectors(states), atol=1e-6)
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


def test_a_fold_is_measured_from_word_sensors_and_contexts(corpus):
    source = made_up_source()
    trainer = Trainer(corpus, 0)
    folds = [run_fold(source, number, trainer) for number in range(5)]
    figures = measure(source, folds)
    assert figures["space, from the own word"].keys() == figures["random"].keys()
    assert figures["ridge on the same inputs"]["auc"] > figures["random"]["auc"] - 0.1
    assert "space, from emotion+stress+activity" in figures and "space, from stress" in figures
    contexts = measure_contexts(source, trainer.networks)
    assert set(contexts) == set(CONTEXT_STATES) and all(0 <= row["auc"] <= 1 for row in contexts.values())


def test_lists_are_measured_between_nothing_and_everything():
    songs = made_up_songs(240)
    inputs = song_inputs(songs)
    lists = measure_lists(songs, build_networks(feature_scale(inputs.features, inputs.feature_mask)))
    assert all(0 <= value <= 1 for value in lists.values())


def test_the_exported_tower_says_the_mood_that_the_mood_head_reads(tmp_path):
    songs = made_up_songs(30)
    inputs = song_inputs(songs)
    networks = build_networks(feature_scale(inputs.features, inputs.feature_mask))
    tower = tower_with_mood(networks)
    out = tower.predict([inputs.by_name()[tensor.name] for tensor in tower.inputs], verbose=0)
    assert np.allclose(out["songVector"], networks.song_vectors(inputs), atol=1e-6)
    assert np.allclose(out["mood"], networks.moods(out["songVector"]), atol=1e-5)
    embed = lambda rows: tower.predict([rows.by_name()[tensor.name] for tensor in tower.inputs], verbose=0)  # noqa: E731
    manifest = write_index(tmp_path, songs, embed, {"state-fusion": "f", "song-tower": "t"}, keep_exact=True)
    assert manifest["spaceId"] == "f" and manifest["missingShare"]["moodValence"] == 0


def test_the_browsers_inputs_are_held_against_those_of_today():
    assert json.loads(PARITY_PATH.read_text()) == parity_fixtures()


def test_golden_cases_have_the_shapes_of_the_contracts():
    for name, cases in (("state-fusion", golden_states()), ("song-tower", golden_songs())):
        contract = json.loads(contract_path(name).read_text())
        assert {spec["name"]: spec["shape"][1] for spec in contract["inputs"]} == {
            tensor: values.shape[1] for tensor, values in cases.items()
        }
        for spec in contract["inputs"]:
            low, high = spec.get("range", (-np.inf, np.inf))
            assert cases[spec["name"]].min() >= low and cases[spec["name"]].max() <= high


def test_folds_share_no_artist_and_contexts_hide_their_genres():
    source = made_up_source()
    together = np.concatenate([fold_artists(source, number) for number in range(5)])
    assert len(together) == len(set(together))
    hidden = without_genres(source.songs)
    assert not hidden.family.any() and (hidden.genre_buckets == NO_TOKEN).all()
    assert (hidden.title_buckets == source.songs.title_buckets).all()


def test_context_states_name_known_words_and_activities():
    for state in CONTEXT_STATES.values():
        assert context_state(**state)["presence"].sum() == len(state)


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


def test_exact_vectors_and_the_names_of_a_large_index_stay_in_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(build_index, "LARGE_SONG_COUNT", 10)
    songs = made_up_songs(25).assign(moodValence=0.5, moodArousal=np.nan)
    vectors = np.random.default_rng(0).normal(size=(25, 128)).astype(np.float32)
    write_song_index(tmp_path / "x.bin", songs, vectors, "space", keep_exact=True)
    file = (tmp_path / "x.bin").read_bytes()
    header_bytes, resident_bytes = struct.unpack("<2I", file[20:28])
    sections = {section["name"]: section for section in json.loads(file[32 : 32 + header_bytes])["sections"]}
    assert {name for name, section in sections.items() if section["offset"] >= resident_bytes} == {
        *build_index.LEFT_SECTIONS,
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
