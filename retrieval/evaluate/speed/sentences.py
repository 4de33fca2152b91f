"""What is searched in a race: sentences from a file or made up, as terms, and questions on them, always the same.

Made-up sentences are of syllables: those of the articles first, by how often they stand there, then others put
together from their beginnings and ends; the ``r``-th is drawn in proportion to ``1 / (r + 2.7)`` (Zipf and
Mandelbrot), and lengths are spread as in newspapers, 23 syllables in the middle.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from retrieval.errors import CollectionError
from retrieval.text.syllables import tokens

VOCABULARY = 60_000
_SHIFT = 2.7
_CHUNK = 10_000
# The commonest terms, of which heavy questions are made.
_HEAVY = 20
_ASKING = ("bao nhiêu", "khi nào", "ở đâu", "ai", "là gì", "như thế nào", "vì sao", "có những gì")
_VOWELS = frozenset("aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ")


def generated(texts: Iterable[str], count: int, seed: int) -> Iterator[str]:
    """``count`` sentences of the syllables of ``texts`` and others like them; the same for the same seed."""
    rng = np.random.default_rng(seed)
    words = np.array(_vocabulary(texts, rng), dtype=object)
    weights = np.cumsum(1 / (np.arange(len(words)) + _SHIFT))
    left = count
    while left:
        size = min(left, _CHUNK)
        lengths = np.clip(rng.lognormal(3.1, 0.45, size).astype(int), 4, 90)
        drawn = words[weights.searchsorted(rng.random(lengths.sum()) * weights[-1])]
        for sentence in np.split(drawn, np.cumsum(lengths)[:-1]):
            text = " ".join(sentence.tolist())
            yield text[0].upper() + text[1:] + "."
        left -= size


def _vocabulary(texts: Iterable[str], rng: np.random.Generator) -> list[str]:
    """The syllables of the texts, the commonest first, then new ones of their parts, then pairs of those as one."""
    counts = Counter(t.raw.lower() for text in texts for t in tokens(text) if t.kind == "word")
    own = [word for word, _ in counts.most_common()]
    parts = [_parted(word) for word in own]
    firsts, rests = ([p[i] for p in parts] for i in (0, 1))
    made = dict.fromkeys(own)
    for tries, drawn in enumerate(rng.integers(0, len(own), (2 * VOCABULARY, 4)).tolist()):
        one, other, third, fourth = drawn
        syllable = firsts[one] + rests[other]
        # New syllables run out after some thousands; what is rarer in a newspaper are names, which are longer.
        made.setdefault(syllable if tries < VOCABULARY // 8 else syllable + firsts[third] + rests[fourth])
        if len(made) == VOCABULARY:
            break
    return list(made)


def _parted(word: str) -> tuple[str, str]:
    """A syllable as its beginning and the rest: "nghị" -> ("ngh", "ị")."""
    at = next((i for i, letter in enumerate(word) if letter in _VOWELS), 0)
    return word[:at], word[at:]


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a file that hold anything.

    Raises:
        CollectionError: the file cannot be read, or is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8") as file:
            yield from (line.strip() for line in file if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise CollectionError(f"không đọc được tệp này ({error})", path) from error


@dataclass(frozen=True, slots=True)
class Question:
    """A question as terms, and as text for those who read texts."""

    terms: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Course:
    """What is searched: a file of texts and one of terms, a sentence a line, and the questions by name."""

    count: int
    texts: Path
    terms: Path
    questions: dict[str, tuple[Question, ...]]


def lay_out(sentences: Iterable[str], count: int, folder: Path, seed: int, questions: int) -> Course:
    """The first ``count`` sentences as files in ``folder``, with natural and heavy questions on them.

    Terms are the sentences' syllables in normal form; they are written as ``x0``, ``x1`` and so on, so that no
    contestant cuts them further.
    """
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    rng = np.random.default_rng(seed + 1)
    sampled = set(rng.choice(count, min(4 * questions, count), replace=False).tolist())
    texts, terms, kept, size = folder / "texts", folder / "terms", [], 0
    with texts.open("w", encoding="utf-8") as text_file, terms.open("w", encoding="ascii") as term_file:
        for at, text in enumerate(islice(sentences, count)):
            found = tokens(text)
            written = [names.setdefault(t.normal, f"x{len(names)}") for t in found]
            counts.update(written)
            text_file.write(text + "\n")
            term_file.write(" ".join(written) + "\n")
            kept += [list(zip(written, (t.raw for t in found), strict=True))] if at in sampled else []
            size = at + 1
    common = [term for term, _ in counts.most_common(_HEAVY)]
    spelled = {term: syllable for syllable, term in names.items()}
    natural = _natural(kept, names, questions, rng)
    heavy = [_heavy(common, spelled, rng) for _ in range(questions // 2)]
    return Course(size, texts, terms, {"natural": natural, "heavy": tuple(heavy)})


def _natural(
    kept: Sequence[Sequence[tuple[str, str]]], names: dict[str, str], most: int, rng: np.random.Generator
) -> tuple[Question, ...]:
    """Seven to eleven syllables of a sentence as they follow one another, and a way of asking.

    So long are questions that people ask (10 to 13 different syllables on two public Vietnamese collections), and so
    many of their syllables are common ones: there 28 of 100 are among the 50 commonest of the texts, here about 30.
    """
    asked: list[Question] = []
    for at, sentence in enumerate(kept):
        size = int(rng.integers(7, 12))
        if len(sentence) < size or len(asked) == most:
            continue
        start = int(rng.integers(0, len(sentence) - size + 1))
        taken = sentence[start : start + size]
        ending = _ASKING[at % len(_ASKING)]
        terms = (*(term for term, _ in taken), *(names.get(token.normal, "x") for token in tokens(ending)))
        words = " ".join(raw for _, raw in taken)
        asked.append(Question(tuple(dict.fromkeys(terms)), f"{words} {ending}"))
    return tuple(asked)


def _heavy(common: Sequence[str], spelled: dict[str, str], rng: np.random.Generator) -> Question:
    """Four to six of the commonest words."""
    size = min(len(common), int(rng.integers(4, 7)))
    terms = tuple(common[i] for i in rng.choice(len(common), size, replace=False).tolist())
    return Question(terms, " ".join(spelled[term] for term in terms))
