"""A question that supposes a number or a date, asked with it left open: what do the articles say instead?"""

from collections.abc import Collection

from retrieval.query.model import Query

_TIMES = frozenset({"ngay", "nam", "thang", "hom", "sang", "chieu", "toi"})


def left_open(query: Query, missing: Collection[str]) -> str:
    """The question with the numbers and dates among ``missing`` asked for instead; "" when it supposes none of them.

    "Hội nghị 29 bế mạc ngày 27/8 phải không" becomes "Hội nghị 29 bế mạc ngày nào phải không", and
    "họp 20 phiên" becomes "họp bao nhiêu phiên".
    """
    words: list[str] = []
    before = ""
    for token in query.tokens:
        supposed = token.kind != "word" and token.raw in missing
        time = token.kind == "date" or before in _TIMES
        words.append(("nào" if time else "bao nhiêu") if supposed else token.raw)
        before = token.folded
    asked = [token.raw for token in query.tokens]
    return "" if words == asked else " ".join(words)
