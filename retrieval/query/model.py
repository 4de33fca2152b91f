"""What is asked, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from retrieval.expected import Expectation
from retrieval.text.syllables import Token


class Kind(StrEnum):
    """The kind of answer a question wants."""

    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    NAMES = "names"
    HOW_MANY = "how_many"
    HOW_LONG = "how_long"
    THEME = "theme"
    WHY = "why"
    COMPARE = "compare"
    WHAT = "what"
    TOPIC = "topic"


@dataclass(frozen=True)
class Form:
    """A way to say a concept: its syllables folded and in normal form.

    ``sure`` tells for each syllable that its marks were typed (or come from the lexicon), so that they count;
    ``weight`` is what meeting this form is worth, 1 for the word of the question itself.
    """

    folded: tuple[str, ...]
    normal: tuple[str, ...]
    sure: tuple[bool, ...]
    weight: float = 1.0

    @cached_property
    def syllables(self) -> frozenset[str]:
        """The folded syllables; a sentence without any of them holds nothing of the form."""
        return frozenset(self.folded)


@dataclass(frozen=True)
class Concept:
    """A word of the question, how it may be said, and its weight as evidence, from 0 to 1.

    ``frame`` marks what every question here holds ("hội nghị", "diễn ra"), which counts for little; ``name`` a
    proper name or a number, for which nothing else can stand; ``speech`` that it is someone's saying so;
    ``office`` an office, which goes with a name; ``light`` a word that says little of what is asked (``light.toml``);
    ``asked`` that it names the very thing: what follows "về", or stands before "nào".
    """

    text: str
    forms: tuple[Form, ...]
    weight: float
    frame: bool = False
    name: bool = False
    speech: bool = False
    office: bool = False
    light: bool = False
    asked: bool = False

    @cached_property
    def syllables(self) -> frozenset[str]:
        """Those of all its forms."""
        return frozenset(syllable for form in self.forms for syllable in form.folded)


@dataclass(frozen=True)
class Query:
    """A question, understood.

    ``conferences`` are the numbers named (by number or by a year that is known), ``unknown_years`` years named
    for a conference that no table knows; ``every`` asks about all of them ("mỗi hội nghị"), ``which`` for
    those it holds of ("hội nghị nào").
    ``terms`` are the index terms with their weights, ``expected`` the sort of answer ranking looks for;
    ``unit`` is what "bao nhiêu …" counts; ``small_talk`` that nothing is asked at all; ``follows`` tells
    that the words point back to what was said before ("vậy còn …"), ``pronoun`` to a person ("ông ấy");
    ``implied`` that the concepts are only what a bare question of its kind is about; ``object`` that
    "ai" is who something is done to ("trao cho ai").
    """

    text: str
    tokens: tuple[Token, ...]
    kind: Kind
    concepts: tuple[Concept, ...]
    terms: Mapping[str, float]
    expected: Expectation | None = None
    conferences: tuple[int, ...] = ()
    unknown_years: tuple[int, ...] = ()
    every: bool = False
    which: bool = False
    unit: Concept | None = None
    small_talk: bool = False
    follows: bool = False
    pronoun: bool = False
    implied: bool = False
    object: bool = False

    @cached_property
    def on_topic(self) -> bool:
        """Whether a conference is named, or the field is: what else is asked may be about anything."""
        folded = " ".join(t.folded for t in self.tokens)
        named = self.conferences or self.every or self.which
        return bool(named) or any(field in folded for field in ("hoi nghi", "ngoai giao", "doi ngoai"))

    @cached_property
    def speaker(self) -> tuple[Concept, ...]:
        """Who is asked to have said something, and the saying: what need not stand in the sentence itself."""
        said = any(c.speech and not c.frame for c in self.concepts) or any(t.normal == "theo" for t in self.tokens)
        return tuple(c for c in self.concepts if c.name or c.speech or c.office) if said else ()

    @cached_property
    def content(self) -> tuple[Concept, ...]:
        """The concepts that are no frames."""
        return tuple(c for c in self.concepts if not c.frame)

    @cached_property
    def neighbours(self) -> frozenset[tuple[str, str]]:
        """The pairs of neighbouring syllables of what is asked about, folded."""
        return frozenset(pairwise(syllable for c in self.concepts if c.text for syllable in c.forms[0].folded))
