"""The lexicon a question is read with, looked up by syllables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.lexicon import read_table
from retrieval.lexicon.phrases import Phrases
from retrieval.query.model import Kind
from retrieval.query.shorthand import Shorthand
from retrieval.text.syllables import tokens


@dataclass(frozen=True)
class Tables:
    """``question.toml``, ``synonyms.toml`` and ``chat.toml``, read once.

    ``kinds`` ask and are no evidence, ``cues`` tell the kind and are; ``implied`` is what a question of a kind is
    about that names nothing but the conference; ``speech`` are the verbs of what someone says.
    """

    shorthand: Shorthand
    kinds: Phrases[Kind]
    cues: Phrases[Kind]
    plain: Phrases[bool]
    frames: Phrases[bool]
    back: Phrases[bool]
    pronouns: Phrases[bool]
    every: Phrases[bool]
    which: Phrases[bool]
    latest: Phrases[bool]
    small_talk: Phrases[bool]
    names: Phrases[bool]
    synonyms: Phrases[tuple[str, ...]]
    light: Phrases[bool]
    speech: Phrases[bool]
    implied: Mapping[Kind, tuple[str, ...]]
    speech_verbs: tuple[str, ...]
    events: frozenset[tuple[str, ...]]

    def roles(self) -> tuple[tuple[str, Phrases[bool]], ...]:
        """The parts a word may play beside asking and being asked about, in the order they are tried."""
        return (
            ("every", self.every),
            ("which", self.which),
            ("latest", self.latest),
            ("back", self.back),
            ("pronoun", self.pronouns),
            ("speech", self.speech),
            ("plain", self.plain),
        )

    def asking(self) -> Iterable[tuple[str, ...]]:
        """How Vietnamese asks: the phrases of ``question.toml``."""
        tables: tuple[Phrases[Any], ...] = (self.kinds, self.cues, self.frames)
        for table in (*tables, *(role for _, role in self.roles())):
            yield from table.keys()

    def phrases(self) -> Iterable[tuple[str, ...]]:
        """Every phrase of the tables, syllable by syllable, for cutting and mending questions."""
        tables: tuple[Phrases[Any], ...] = (self.kinds, self.cues, self.frames, self.names, self.synonyms, self.light)
        for table in (*tables, *(role for _, role in self.roles())):
            yield from table.keys()


def read_tables() -> Tables:
    """Read the lexicon; LexiconError when a file of it cannot be read."""
    table, synonyms = read_table("question.toml"), read_table("synonyms.toml")
    conferences, plain = table["conferences"], table["plain"]
    return Tables(
        shorthand=Shorthand(),
        kinds=Phrases((p, Kind(kind)) for kind, phrases in table["kinds"].items() for p in phrases),
        cues=Phrases((p, Kind(kind)) for kind, phrases in table["cues"].items() for p in phrases),
        plain=_marks([*plain["words"].split(), *plain["phrases"], *read_table("chat.toml")["particles"]]),
        frames=_marks(plain["frames"]),
        back=_marks(plain["back"]),
        pronouns=_marks(plain["pronouns"]),
        every=_marks(conferences["every"]),
        which=_marks(conferences["which"]),
        latest=_marks(conferences["latest"]),
        small_talk=_marks(table["small_talk"]["phrases"]),
        names=_marks(name.strip() for text in read_table("names.toml").values() for name in text.split(",")),
        synonyms=_synonyms(synonyms["groups"], [*synonyms["one_way"], *_paraphrases()]),
        light=_marks(word.strip() for text in read_table("light.toml").values() for word in text.split(",")),
        speech=_marks(v for v in [*synonyms["speech"], *plain["says"]] if v not in synonyms["acts"]),
        implied={Kind(kind): tuple(words) for kind, words in table["implied"].items()},
        speech_verbs=tuple(synonyms["speech"]),
        events=frozenset(tuple(t.normal for t in tokens(event)) for event in synonyms["events"]),
    )


def _marks(phrases: Iterable[str]) -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in phrases)


def _paraphrases() -> list[Mapping[str, Sequence[str]]]:
    """``paraphrases.toml`` in the form of the one-way synonyms."""
    return [
        {"asked": [word.strip() for word in asked.split(",")], "said": [word.strip() for word in said.split("|")]}
        for section in read_table("paraphrases.toml").values()
        for said, asked in section.items()
    ]


def _synonyms(
    groups: Sequence[Sequence[str]], one_way: Sequence[Mapping[str, Sequence[str]]]
) -> Phrases[tuple[str, ...]]:
    """What may stand in a sentence for each phrase of a question."""
    said: dict[str, dict[str, None]] = {}
    for group in groups:
        for word in group:
            said.setdefault(word.lower(), {}).update(dict.fromkeys(other for other in group if other != word))
    for entry in one_way:
        for word in entry["asked"]:
            said.setdefault(word.lower(), {}).update(dict.fromkeys(entry["said"]))
    # "mấy năm tới" is rather a question than a phrase: what begins with an asking word is left to be cut.
    return Phrases((word, tuple(others)) for word, others in said.items() if not word.startswith("mấy "))
