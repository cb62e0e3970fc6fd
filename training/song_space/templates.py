"""What music fits which state: the readable table behind the simulated pairs, with the source or the reason of each row.

Moods are places (valence, arousal), each -1 to 1, in Russell's plane. Music is described by how far it lies from the
catalogue's middle, in standard deviations of each property.

Sources named below
  Russell 1980      A circumplex model of affect. J. Pers. Soc. Psychol. 39.
  Thayer 1989       The Biopsychology of Mood and Arousal. Oxford University Press.
  Juslin 2003       Juslin & Laukka, Communication of emotions in vocal expression and music performance. Psychol. Bull. 129.
  Husain 2002       Husain, Thompson & Schellenberg, Effects of musical tempo and mode on arousal, mood, and spatial abilities. Music Percept. 20.
  Altshuler 1948    A psychiatrist's experience with music as a therapeutic agent: the iso-principle, meet the mood and then lead it.
  Styns 2007        Styns, van Noorden, Moelants & Leman, Walking on music. Hum. Mov. Sci. 26.
  Van Dyck 2015     Van Dyck et al., Spontaneous entrainment of running cadence to music tempo. Sports Med. Open 1.
  Karageorghis 2012 Karageorghis & Priest, Music in the exercise domain: a review and synthesis. Int. Rev. Sport Exerc. Psychol. 5.
  Terry 2020        Terry et al., Effects of music in exercise and sport: a meta-analytic review. Psychol. Bull. 146.
  Bernardi 2006     Bernardi, Porta & Sleight, Cardiovascular, cerebrovascular, and respiratory changes induced by different types of music. Heart 92.
  Perham 2011       Perham & Vizard, Can preference for background music mediate the irrelevant sound effect? Appl. Cogn. Psychol. 25.
  Kreibig 2010      Autonomic nervous system activity in emotion: a review. Biol. Psychol. 84.
  Schmidt 2018      Schmidt et al., Introducing WESAD. ICMI '18 (self-reports of its conditions).
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from training.paths import contract_path

_CONTRACT = json.loads(contract_path("state-fusion").read_text())
# The places of the labels in the plane of affect; the contract holds them, because the app reads them too.
_EMOTION, _STRESS, _AROUSAL = (_CONTRACT[name] for name in ("emotionPoints", "stressPoints", "activityArousals"))

@dataclass(frozen=True)
class MoodRow:
    """A label of a sensor: where in the plane of affect a person with it tends to be, and how widely.

    spread: standard deviation about the place; a label that says little of the mood is wide.
    prior: how often the label is shown, beside the others of its sensor, at equal distance.
    """

    valence: float
    arousal: float
    spread: float
    prior: float
    reason: str


@dataclass(frozen=True)
class MusicTarget:
    """Where the music of a mood or activity lies, in standard deviations from the catalogue's middle, and with what weight.

    Absent properties are free. cadence_bpm: the steps a minute that the beat should meet, half and double time included.
    """

    energy: float | None = None
    tempo: float | None = None
    loudness: float | None = None
    acousticness: float | None = None
    instrumentalness: float | None = None
    speechiness: float | None = None
    danceability: float | None = None
    cadence_bpm: tuple[float, float] | None = None
    cadence_weight: float = 0.0


@dataclass(frozen=True)
class ActivityRow:
    """An activity: how activated people doing it tend to be, and what it asks of the music beyond their mood.

    arousal, spread: as in MoodRow (an activity says nothing of valence). weight: how strongly the target pulls, 0 to 1,
    against what the mood asks for. heart_rate: the heart's rate in it as a multiple of that at rest.
    """

    arousal: float
    spread: float
    prior: float
    weight: float
    heart_rate: float
    music: MusicTarget
    reason: str


EMOTIONS: dict[str, MoodRow] = {
    "angry": MoodRow(*_EMOTION["angry"],
        0.35,
        1.0,
        "Russell 1980, moved to the unpleasant side as rated-word norms have it; a scowl is rarely calm",
    ),
    "disgust": MoodRow(*_EMOTION["disgust"], 0.40, 0.5, "unpleasant and mildly activated (Russell 1980 has no disgust: placed near 'annoyed')"
    ),
    "fear": MoodRow(*_EMOTION["fear"], 0.40, 0.7, "Russell 1980, 'afraid': unpleasant, activated"),
    "happy": MoodRow(*_EMOTION["happy"], 0.35, 1.3, "Russell 1980, 'happy' and 'delighted': pleasant, somewhat activated"),
    "sad": MoodRow(*_EMOTION["sad"], 0.35, 1.1, "Russell 1980, 'sad' and 'gloomy': unpleasant, deactivated"),
    "surprise": MoodRow(*_EMOTION["surprise"], 0.45, 0.7, "Russell 1980, 'astonished': activated, of either valence"),
    "neutral": MoodRow(*_EMOTION["neutral"], 0.50, 1.2, "a face at rest says little of the mood: the widest row"),
}

STRESS: dict[str, MoodRow] = {
    "baseline": MoodRow(*_STRESS["baseline"], 0.60, 1.2, "reading neutral magazines (Schmidt 2018): says little"),
    "stress": MoodRow(*_STRESS["stress"], 0.40, 1.0, "the Trier social stress test: tense arousal (Thayer 1989), unpleasant"),
    "amusement": MoodRow(*_STRESS["amusement"], 0.40, 0.8, "funny films: pleasant, somewhat activated"),
    "meditation": MoodRow(*_STRESS["meditation"], 0.40, 0.9, "guided breathing: pleasant, deactivated"),
}

ACTIVITIES: dict[str, ActivityRow] = {
    "lying": ActivityRow(
        _AROUSAL["lying"],
        0.45,
        0.8,
        0.6,
        1.0,
        MusicTarget(energy=-1.3, tempo=-0.6, loudness=-1.2, acousticness=1.2, danceability=-0.5),
        "rest: slow, soft music lowers breathing and blood pressure (Bernardi 2006)",
    ),
    "sitting": ActivityRow(
        _AROUSAL["sitting"],
        0.55,
        1.2,
        0.25,
        1.1,
        MusicTarget(energy=-0.5, loudness=-0.4, speechiness=-0.2),
        "at a desk: nothing that pulls one up; speech disturbs (Perham 2011)",
    ),
    "standing": ActivityRow(_AROUSAL["standing"], 0.60, 0.8, 0.0, 1.2, MusicTarget(), "says little"),
    "walking": ActivityRow(
        _AROUSAL["walking"],
        0.50,
        1.0,
        0.5,
        1.5,
        MusicTarget(energy=0.3, danceability=0.5, acousticness=-0.2, cadence_bpm=(104, 124), cadence_weight=0.8),
        "people fall into step with music near 120 beats a minute (Styns 2007), and with music to move to",
    ),
    "walkingUpstairs": ActivityRow(
        _AROUSAL["walkingUpstairs"],
        0.50,
        0.5,
        0.5,
        1.9,
        MusicTarget(energy=0.6, danceability=0.3, acousticness=-0.4, cadence_bpm=(92, 116), cadence_weight=0.6),
        "slower steps and harder work than on the flat (our reason)",
    ),
    "walkingDownstairs": ActivityRow(
        _AROUSAL["walkingDownstairs"],
        0.50,
        0.5,
        0.5,
        1.5,
        MusicTarget(energy=0.4, danceability=0.3, acousticness=-0.2, cadence_bpm=(104, 128), cadence_weight=0.6),
        "quicker steps than upstairs, less work (our reason)",
    ),
    "running": ActivityRow(
        _AROUSAL["running"],
        0.40,
        0.8,
        0.9,
        2.3,
        MusicTarget(
            energy=1.5, loudness=1.2, acousticness=-1.5, danceability=0.4, cadence_bpm=(158, 176), cadence_weight=1.0
        ),
        "runners' cadence moves to the music's tempo (Van Dyck 2015); loud, fast, driving, synthetic sound helps exercise "
        "(Terry 2020; Karageorghis 2012)",
    ),
}

# The heart beyond what the body does: by how many rests it rises from calm to activated, and how far hearts differ at the same work
# (their rates here are those of the middle of easy to brisk; our reason). Anger, fear and joy raise it, contentment lowers it (Kreibig 2010).
HEART_RATE_AT_AROUSAL = 0.10
HEART_RATE_SPREAD = 0.12

# The listener's own words and their places; lib/core/state/moods.ts has the same table and its sources.
MOOD_POINTS: dict[str, tuple[float, float]] = {
    word: (point[0], point[1]) for word, point in _CONTRACT["moodPoints"].items()
}


@dataclass(frozen=True)
class MoodToMusic:
    """How a property of the music follows the mood: target = at_valence * valence + at_arousal * arousal, with a weight."""

    at_valence: float
    at_arousal: float
    weight: float
    reason: str


# A playlist meets the mood as it is (the iso-principle, Altshuler 1948) and then walks to the goal. What listeners' tags say of a song is
# asked for in the plane itself; these rows ask for the sound beside it, so that songs whose tags are wrong do not sound wrong.
# The factors reach beyond the catalogue's usual range: a song is wanted for lying far in the mood's direction, because
# the farther out it lies, the surer it is of the mood.
MOOD_MUSIC: dict[str, MoodToMusic] = {
    "energy": MoodToMusic(0.0, 1.9, 0.25, "activation sounds loud, fast and dense (Juslin 2003)"),
    "valence": MoodToMusic(1.3, 0.0, 0.15, "major mode and bright sound with pleasant mood (Husain 2002)"),
    "tempo": MoodToMusic(0.1, 0.9, 0.10, "tempo moves arousal (Husain 2002)"),
    "loudness": MoodToMusic(0.0, 1.4, 0.10, "sound level rises with activation (Juslin 2003)"),
    "acousticness": MoodToMusic(0.1, -1.5, 0.12, "quiet, sparse sound with low activation (Juslin 2003)"),
    "danceability": MoodToMusic(0.6, 0.3, 0.06, "happy music is regular in its rhythm (Juslin 2003)"),
    "instrumentalness": MoodToMusic(0.0, 0.0, 0.0, "free, but for focus"),
    "speechiness": MoodToMusic(0.0, 0.0, 0.0, "free, but for focus"),
}

# Focus is a word in the middle of the plane, where mood asks for little: there the words of the songs are what disturbs.
FOCUS_MUSIC = MusicTarget(
    energy=-0.9, loudness=-0.7, instrumentalness=1.4, speechiness=-0.6, acousticness=0.5, danceability=-0.3
)
FOCUS_WEIGHT = 0.8
FOCUS_RADIUS = 0.2
FOCUS_REASON = "words in music disturb work with words (Perham 2011)"
