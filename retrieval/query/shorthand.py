"""Shorthand of chats, written out: "hnng 31 dc bn phiên" -> "hội nghị ngoại giao 31 được bao nhiêu phiên"."""

from collections.abc import Iterator, Mapping, Sequence

from retrieval.lexicon import read_table
from retrieval.text.syllables import Token, tokens


class Shorthand:
    """The table of ``chat.toml``, ready to be applied to the tokens of a question."""

    def __init__(self) -> None:
        """Read the table; LexiconError when it cannot be read."""
        table = read_table("chat.toml")
        self._always = _spelled(table["shorthand"])
        self._whole = {tuple(word.split()) for word in table["whole"]}
        self._before_number = _spelled(table["before_number"])

    def expand(self, sequence: Sequence[Token]) -> list[Token]:
        """The tokens with shorthand replaced; what stands for a token keeps its place in the question.

        >>> [t.raw for t in Shorthand().expand(tokens("hn 31 dc bn phiên"))]
        ['hội', 'nghị', '31', 'được', 'bao', 'nhiêu', 'phiên']
        """
        return [new for at in range(len(sequence)) for new in self._at(sequence, at)]

    def _at(self, sequence: Sequence[Token], at: int) -> Iterator[Token]:
        token = sequence[at]
        key = token.raw.lower()
        following = sequence[at + 1] if at + 1 < len(sequence) else None
        numbered = following is not None and (
            following.kind != "word" or following.folded in {"lan", "thu", "ngoai", "doi"}
        )
        spelled = self._before_number.get(key) if numbered else None
        spelled = spelled or self._always.get(key)
        before = sequence[at - 1] if at else None
        pairs = [(a.raw.lower(), b.raw.lower()) for a, b in ((before, token), (token, following)) if a and b]
        if spelled is not None and any(pair in self._whole for pair in pairs):
            spelled = None
        if spelled is None:
            yield token
            return
        for i, new in enumerate(spelled):
            yield new._replace(start=token.start, end=token.end, gap=token.gap and i == 0)


def _spelled(table: Mapping[str, str]) -> dict[str, tuple[Token, ...]]:
    return {short: tuple(tokens(full)) for short, full in table.items()}
