"""Reads a question as it was meant: marks put back, slips mended, run-together words parted.

A noisy channel (Kernighan, Church and Gale, COLING 1990) decoded by Viterbi: for each typed syllable the
syllables it may stand for, weighed by what the slip costs and by how often they follow one another in the
articles, in the phrases of the lexicon and in pyvi's dictionary. A syllable that is known and fits is left alone.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from retrieval.query.keys import spelled_out, telex
from retrieval.query.slips import alike, deletions, edit_distance, shorter
from retrieval.text.syllables import Token, fold, has_marks, normal_form

Syllables = Sequence[str]
# The bigram's share against the single syllable's, and what an unknown syllable is worth.
_BIGRAM_SHARE = 0.8
_UNKNOWN = 1e-7
# What a slip costs, as a natural logarithm: other marks than those typed, where the typed ones are a syllable and
# where they are none; a letter off, two letters off; a sound that parts of the country do not tell apart.
_KNOWN_MARKS, _WRONG_MARKS, _ONE_LETTER, _TWO_LETTERS, _SAME_SOUND = 9.0, 1.0, 4.0, 8.0, 5.0
# Telex keys left in ("hooij"), or letters used for others in chats ("fát", "zậy").
_OTHER_KEYS = 1.0
# In a question with marks, a syllable without one is more often meant so.
_BARE_AS_TYPED = 8.0
# How often a phrase of the lexicon counts against one meeting in the articles.
_ASKING_COUNT, _LEXICON_COUNT, _WORD_COUNT = 10.0, 1.0, 0.2
# How many of the likelihoods of pairs are kept, some 200 bytes each.
_MOST_LOGS = 50_000


class Restorer:
    """Mends questions by what the corpus, the lexicon and the dictionary hold."""

    def __init__(
        self,
        corpus: Iterable[Syllables],
        asking: Iterable[Syllables],
        lexicon: Iterable[Syllables],
        words: Iterable[Syllables],
        plain: Iterable[Syllables] = (),
    ) -> None:
        """Take texts as sequences of syllables as they are written.

        ``corpus`` are sentences, ``asking`` the phrases of questions, ``lexicon`` synonyms, ``words`` a dictionary.

        The dictionary tells which syllables go together, hardly how often one is met; ``plain`` are words that
        are never taken for a slip.
        """
        self._kept = {normal_form(word[0]) for word in plain if len(word) == 1}
        self._single: defaultdict[str, float] = defaultdict(float)
        self._before: defaultdict[str, float] = defaultdict(float)
        self._pairs: defaultdict[tuple[str, str], float] = defaultdict(float)
        self._written: dict[str, str] = {}
        for texts, count, alone in (
            (asking, _ASKING_COUNT, 1.0),
            (lexicon, _LEXICON_COUNT, 0.1),
            (words, _WORD_COUNT, 0.01),
            (corpus, 1, 1.0),
        ):
            for text in texts:
                self._learn(text, count, alone)
        self._total = sum(self._single.values())
        self._marked: dict[str, list[str]] = defaultdict(list)
        for syllable in self._single:
            self._marked[fold(syllable)].append(syllable)
        self._near = deletions(self._marked)
        self._log = lru_cache(maxsize=_MOST_LOGS)(self._likelihood)

    def _learn(self, text: Syllables, count: float, alone: float) -> None:
        normal = [normal_form(syllable) for syllable in text]
        for syllable, written in zip(normal, text, strict=True):
            self._single[syllable] += count * alone
            self._written.setdefault(syllable, written.lower())
        for pair in pairwise(normal):
            self._pairs[pair] += count
            self._before[pair[0]] += count

    def spell(self, token: Token) -> str:
        """A restored token as it is written, capitalised as it was typed."""
        written = self._written.get(token.normal, token.raw) if token.kind == "word" else token.raw
        return (
            written.upper()
            if token.raw.isupper() and len(written) > 1
            else (written[0].upper() + written[1:] if token.raw[0].isupper() else written)
        )

    def restore(self, sequence: Sequence[Token]) -> list[Token]:
        """The tokens with ``normal`` and ``folded`` as meant; ``sure`` where the marks were typed.

        Numbers and dates pass through. A token that was parted yields several with the same place.
        """
        parted = [piece for token in sequence for piece in self._parted(token)]
        typed = [t for t in parted if t.kind == "word"]
        mostly = 2 * sum(has_marks(t.raw) for t in typed) > len(typed)
        chosen = self._decode(parted, mostly)
        return [
            token._replace(normal=normal, folded=fold(normal), sure=mostly or has_marks(token.raw))
            if token.kind == "word"
            else token
            for token, normal in zip(parted, chosen, strict=True)
        ]

    @property
    def syllables(self) -> Mapping[str, object]:
        """The syllables that are known, without marks."""
        return self._marked

    def knows(self, folded: str) -> bool:
        """Whether the syllable, without marks, is met in the articles, the lexicon or the dictionary."""
        return folded in self._marked

    def _parted(self, token: Token) -> list[Token]:
        """An unknown word that is two or three known syllables, often met together."""
        if token.kind != "word" or self.knows(token.folded) or not 4 <= len(token.folded) <= 24:
            return [token]
        if len(token.folded) <= 8 and any(cost == _ONE_LETTER for cost, _ in self._neighbours(token.folded)):
            return [token]
        best = max(self._splits(token.raw), default=(0.0, ()))
        if not best[1]:
            return [token]
        return [
            token._replace(raw=raw, normal=normal_form(raw), folded=fold(raw), gap=token.gap and i == 0)
            for i, raw in enumerate(best[1])
        ]

    def _splits(self, raw: str) -> Iterator[tuple[float, tuple[str, ...]]]:
        cuts = range(1, len(raw))
        candidates: list[tuple[str, ...]] = [(raw[:i], raw[i:]) for i in cuts]
        candidates += [(raw[:i], raw[i:j], raw[j:]) for i in cuts for j in range(i + 1, len(raw)) if len(raw) <= 18]
        for pieces in candidates:
            keys = [fold(piece) for piece in pieces]
            if all(len(k) > 1 and k in self._marked for k in keys):
                together = min(self._together(a, b) for a, b in pairwise(keys))
                if together or (len(pieces) == 2 and self._common(keys)):
                    yield (1 + together) / len(pieces), pieces

    def _common(self, keys: Sequence[str]) -> bool:
        """Whether every syllable is often met alone: "mấyphiên" are two though never seen side by side."""
        return all(max(self._single[s] for s in self._marked[key]) >= 4 for key in keys)

    def _together(self, a: str, b: str) -> float:
        return max(
            (self._pairs.get((x, y), 0.0) for x in self._marked.get(a, ()) for y in self._marked.get(b, ())), default=0
        )

    def _decode(self, sequence: Sequence[Token], marked: bool) -> list[str]:
        """The likeliest syllables, by Viterbi; a gap (punctuation, a number) begins anew."""
        paths: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
        for at, token in enumerate(sequence):
            options = self._options(token, marked) | self._mishearings(sequence, at, marked)
            step: dict[str, tuple[float, list[str]]] = {}
            for syllable, cost in options.items():
                scored = (
                    (score + self._log(before if not token.gap else "", syllable) - cost, before)
                    for before, (score, _) in paths.items()
                )
                score, before = max(scored)
                step[syllable] = (score, [*paths[before][1], syllable])
            paths = step
        return max(paths.values(), key=lambda path: path[0])[1]

    def _likelihood(self, before: str, syllable: str) -> float:
        """How likely a syllable follows another, or begins, as a natural logarithm."""
        alone = self._single.get(syllable, 0.0) / self._total
        seen = self._before.get(before, 0.0) if before else 0
        pair = self._pairs.get((before, syllable), 0.0) / seen if seen else alone
        return math.log(_BIGRAM_SHARE * pair + (1 - _BIGRAM_SHARE) * alone + _UNKNOWN)

    def _options(self, token: Token, marked: bool) -> dict[str, float]:
        """What a token may stand for, and what each costs."""
        if token.kind != "word" or len(token.folded) > 12:
            return {token.normal: 0.0}
        options = {token.normal: 0.0}
        if token.normal in self._kept and (marked or has_marks(token.raw)):
            return options
        if _is_foreign(token) and has_marks(token.raw):
            return options
        marks = (_BARE_AS_TYPED if token.normal in self._single else 1.0) if marked else 0.0
        if has_marks(token.raw):
            marks = _KNOWN_MARKS if token.normal in self._single else _WRONG_MARKS
        for syllable in self._marked.get(token.folded, ()):
            options.setdefault(syllable, marks)
        for written in (telex(token.raw), spelled_out(token.raw)):
            for syllable in self._marked.get(fold(written), ()) if written else ():
                if syllable == normal_form(written) or not has_marks(written):
                    options.setdefault(syllable, _OTHER_KEYS)
        if not self.knows(token.folded) and not _is_foreign(token):
            for cost, folded in self._neighbours(token.folded):
                for syllable in self._marked[folded]:
                    options.setdefault(syllable, cost + _marks_cost(token.normal, syllable))
        return options

    def _mishearings(self, sequence: Sequence[Token], at: int, marked: bool) -> dict[str, float]:
        """What sounds alike, where the neighbours go with it and not with the typed: "chủ trương" for "chủ chương"."""
        token = sequence[at]
        if token.kind != "word" or token.normal in self._kept or not self.knows(token.folded) or _is_foreign(token):
            return {}
        near = [sequence[i] for i in (at - 1, at + 1) if 0 <= i < len(sequence)]
        exact = {(t.normal, token.normal) for t in near[:1]} | {(token.normal, t.normal) for t in near[-1:]}
        if any(pair in self._pairs for pair in exact) or (
            not marked and any(self._together(*pair) for pair in _pairs_with(sequence, at, token.folded))
        ):
            return {}
        cost = _WRONG_MARKS
        if token.normal in self._single:
            cost = _KNOWN_MARKS if has_marks(token.raw) else _SAME_SOUND
        return {
            syllable: cost + _marks_cost(token.normal, syllable)
            for folded in alike(token.folded)
            if any(self._together(*pair) for pair in _pairs_with(sequence, at, folded))
            for syllable in self._marked[folded]
        }

    def _neighbours(self, folded: str) -> Iterator[tuple[float, str]]:
        """Known syllables one letter off (added, dropped, changed, swapped), two for longer ones."""
        if len(folded) < 3:
            return
        near = {known for key in {folded, *shorter(folded)} for known in self._near.get(key, ())}
        for known in near:
            distance = edit_distance(folded, known)
            if distance == 1:
                yield _ONE_LETTER, known
            elif distance == 2 and len(folded) > 4:
                yield _TWO_LETTERS, known


def _is_foreign(token: Token) -> bool:
    """A capitalised unknown word is a name from elsewhere rather than a slip."""
    return token.raw[0].isupper() and not token.raw.isupper()


def _marks_cost(typed: str, meant: str) -> float:
    """A little for each marked letter of the typed syllable that the meant one lacks: the closer mend wins."""
    return 0.5 * sum(c not in meant for c in typed if not c.isascii())


def _pairs_with(sequence: Sequence[Token], at: int, folded: str) -> list[tuple[str, str]]:
    """The pairs that ``folded`` would make with its neighbours in the place of token ``at``."""
    pairs = [(sequence[at - 1].folded, folded)] if at and not sequence[at].gap else []
    follows = at + 1 < len(sequence) and not sequence[at + 1].gap
    return [*pairs, (folded, sequence[at + 1].folded)] if follows else pairs
