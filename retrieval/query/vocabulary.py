"""The words a question is cut into: Vietnamese words of several syllables, with and without their marks."""

from collections.abc import Iterable, Sequence

from retrieval.text.syllables import Token, fold, normal_form

Syllables = tuple[str, ...]
_LONGEST = 8


class Vocabulary:
    """Words of two syllables and more: pyvi's dictionary, the phrases of the lexicon, the words of the corpus.

    A word met in the corpus is preferred to one that only a dictionary knows: an unmarked "hop tac" is more
    likely what the articles speak of.
    """

    def __init__(self, dictionary: Iterable[Syllables], corpus_words: Iterable[Syllables] = ()) -> None:
        """Take words as sequences of syllables, as they are written."""
        self._normal: set[Syllables] = set()
        self._folded: set[Syllables] = set()
        for word in dictionary:
            self._add(word)
        self._met: set[Syllables] = set()
        for word in corpus_words:
            self._add(word)
            self._met.add(tuple(fold(s) for s in word))

    def _add(self, word: Syllables) -> None:
        if 1 < len(word) <= _LONGEST:
            self._normal.add(tuple(normal_form(s) for s in word))
            self._folded.add(tuple(fold(s) for s in word))

    def knows(self, sequence: Sequence[Token], *, marked: bool) -> bool:
        """Whether the tokens are one word; marks are ignored where the question has none."""
        if marked and tuple(t.normal for t in sequence) in self._normal:
            return True
        bare = not marked or any(t.normal == t.folded for t in sequence)
        return bare and tuple(t.folded for t in sequence) in self._folded

    def segment(self, sequence: Sequence[Token], *, marked: bool) -> list[tuple[int, int]]:
        """Cut the tokens into words: as few as can be, those met in the corpus first; numbers stand alone.

        Dynamic programming over the end of the last word; the cost of a word is 1, less a little when the
        corpus holds it, so that of two cuts into as many words the one the articles know wins.
        """
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(sequence) + 1):
            options = []
            for start in range(max(0, end - _LONGEST), end):
                cost = self._cost(sequence[start:end], marked=marked)
                if cost is not None:
                    options.append((best[start][0] + cost, start))
            best.append(min(options))
        cuts: list[tuple[int, int]] = []
        end = len(sequence)
        while end:
            start = best[end][1]
            cuts.append((start, end))
            end = start
        return cuts[::-1]

    def _cost(self, word: Sequence[Token], *, marked: bool) -> float | None:
        if len(word) == 1:
            return 1.0
        if any(t.gap for t in word[1:]) or any(t.kind != "word" for t in word):
            return None
        if not self.knows(word, marked=marked):
            return None
        return 0.8 if tuple(t.folded for t in word) in self._met else 0.95
