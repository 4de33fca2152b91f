"""The words a question is cut into: Vietnamese words of several syllables, with and without their marks."""

from collections.abc import Collection, Iterable, Sequence

from retrieval.text.syllables import Token, fold, normal_form

Syllables = tuple[str, ...]
_LONGEST = 8


class Vocabulary:
    """Words of two syllables and more: pyvi's dictionary, the phrases of the lexicon, the words of the corpus.

    A word met in the corpus is preferred to one that only a dictionary knows: an unmarked "hop tac" is more
    likely what the articles speak of.
    """

    def __init__(
        self,
        dictionary: Iterable[Syllables],
        lexicon: Iterable[Syllables] = (),
        corpus_words: Iterable[Syllables] = (),
        asking: Iterable[Syllables] = (),
        plain: Iterable[Syllables] = (),
    ) -> None:
        """Take words as sequences of syllables, as they are written.

        ``asking`` are phrases that are hardly ever cut, ``plain`` words that carry nothing.
        """
        self._normal: set[Syllables] = set()
        self._folded: set[Syllables] = set()
        for word in dictionary:
            self._add(word)
        self._lexicon: set[Syllables] = set()
        for word in lexicon:
            self._add(word)
            self._lexicon.add(tuple(normal_form(s) for s in word))
        self._asking = {tuple(normal_form(s) for s in word) for word in asking}
        self._plain = {tuple(normal_form(s) for s in word) for word in plain}
        self._met: set[Syllables] = set()
        for word in corpus_words:
            self._add(word)
            self._met.add(tuple(fold(s) for s in word))

    def _add(self, word: Syllables) -> None:
        if 1 < len(word) <= _LONGEST:
            self._normal.add(tuple(normal_form(s) for s in word))
            self._folded.add(tuple(fold(s) for s in word))

    def knows(self, sequence: Sequence[Token]) -> bool:
        """Whether the tokens are one word; where no mark is sure, without marks too."""
        if tuple(t.normal for t in sequence) in self._normal:
            return True
        return not any(t.sure for t in sequence) and tuple(t.folded for t in sequence) in self._folded

    def segment(self, sequence: Sequence[Token], names: Collection[tuple[int, int]] = ()) -> list[tuple[int, int]]:
        """Cut the tokens into words: as few as can be, those met in the corpus first; numbers stand alone.

        ``names`` are spans known to be one word. Dynamic programming over the end of the last word;
        the cost of a word is 1, less a little when the
        corpus holds it, so that of two cuts into as many words the one the articles know wins.
        """
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(sequence) + 1):
            options = []
            for start in range(max(0, end - _LONGEST), end):
                cost = 0.8 if (start, end) in names else self._cost(sequence[start:end])
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

    def _cost(self, word: Sequence[Token]) -> float | None:
        if len(word) == 1:
            return 0.9 if (word[0].normal,) in self._plain else 1.0
        if any(t.gap for t in word[1:]) or any(t.kind != "word" for t in word):
            return None
        if not self.knows(word):
            return None
        if tuple(t.normal for t in word) in self._asking:
            return 0.6
        key = tuple(t.normal for t in word)
        return 0.8 if key in self._lexicon or tuple(t.folded for t in word) in self._met else 0.95
