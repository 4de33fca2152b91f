"""Numbers as people write them: digits, Roman numerals, Vietnamese number words."""

from collections.abc import Sequence

from retrieval.text.syllables import Token, fold, normal_form

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
# Valid numerals that are also everyday syllables: numbers only in capitals or after an ordinal.
_ROMAN_SYLLABLES = frozenset({"i", "v", "x", "l", "vi", "xi", "li", "lv"})
_ORDINALS = frozenset({"thu", "lan", "khoa", "hoi", "ki", "so", "nghi", "giao"})
_WORDS = "không:0 một:1 mốt:1 hai:2 ba:3 bốn:4 tư:4 năm:5 lăm:5 nhăm:5 sáu:6 bảy:7 bẩy:7 tám:8 chín:9"
_UNITS = {normal_form(word): int(value) for word, value in (pair.split(":") for pair in _WORDS.split())}
_UNMARKED_UNITS = {fold(word.split(":")[0]): int(word.split(":")[1]) for word in _WORDS.split()}
_TEN, _TENS, _TWENTY = "mười", "mươi", "hăm"


def roman(text: str) -> int | None:
    """The value of a well-formed Roman numeral up to 89, in either case; None for anything else.

    >>> roman("XXIX"), roman("xiii"), roman("IIX"), roman("chủ")
    (29, 13, None, None)
    """
    letters = text.lower()
    if not letters or any(c not in _ROMAN for c in letters):
        return None
    values = [_ROMAN[c] for c in letters]
    total = sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
    return total if _as_roman(total) == letters else None


def _as_roman(number: int) -> str:
    pairs = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    text = ""
    for value, letters in pairs:
        while number >= value:
            text, number = text + letters, number - value
    return text


def with_numerals(sequence: Sequence[Token]) -> list[Token]:
    """The tokens with Roman numerals as numbers and "26 tháng 8" as the date it is, so that all forms meet.

    >>> from retrieval.text.syllables import tokens
    >>> [t.normal for t in with_numerals(tokens("ngày 26 tháng 8, Đại hội XIII"))]
    ['ngaỳ', '26/8', 'đaị', 'hôị', '13']
    """
    found: list[Token] = []
    at = 0
    while at < len(sequence):
        token, size = sequence[at], 1
        if token.kind == "date" and token.normal.count("/") == 2:
            found += _parted_date(token)
            at += 1
            continue
        if token.kind == "number":
            token, size = _spelled_date(sequence, at)
        elif _roman_at(sequence, at):
            numeral = str(roman(token.folded))
            token = token._replace(kind="number", normal=numeral, folded=numeral)
        elif (words := _number_words(sequence, at)) is not None and words[1] > 1:
            token, size = _spelled_number(sequence, at, *words), words[1]
        found.append(token)
        at += size
    return found


def _spelled_number(sequence: Sequence[Token], at: int, value: int, size: int) -> Token:
    words = sequence[at : at + size]
    raw = " ".join(t.raw for t in words)
    return words[0]._replace(end=words[-1].end, raw=raw, kind="number", normal=str(value), folded=str(value))


def _parted_date(token: Token) -> list[Token]:
    """The day and month apart from the year, so that "26/8/2016" meets "26-8"."""
    day_month, year = token.normal.rsplit("/", 1)
    cut = token.end - len(year)
    first = token._replace(end=cut - 1, raw=token.raw[: -len(year) - 1], normal=day_month, folded=day_month)
    return [first, Token(cut, token.end, year, "number", year, year, gap=False)]


def _spelled_date(sequence: Sequence[Token], at: int) -> tuple[Token, int]:
    day = sequence[at]
    rest = sequence[at + 1 : at + 3]
    if len(rest) == 2 and rest[0].folded == "thang" and day.normal.isdigit():
        month = rest[1].normal
        if month.isdigit() and 0 < int(month) < 13 and 0 < int(day.normal) < 32:
            date = f"{day.normal}/{rest[1].normal}"
            raw = f"{day.raw} {rest[0].raw} {rest[1].raw}"
            return day._replace(end=rest[1].end, raw=raw, kind="date", normal=date, folded=date), 3
    return day, 1


def number_words(number: int) -> tuple[str, ...]:
    """How a number up to 99 is said, in the ways that are common.

    >>> number_words(3), number_words(21), number_words(15)
    (('ba',), ('hai mươi mốt', 'hai mốt'), ('mười lăm',))
    """
    digits = "không một hai ba bốn năm sáu bảy tám chín".split()
    if not 0 < number < 100:
        return ()
    tens, unit = divmod(number, 10)
    if tens == 0:
        return (digits[unit],)
    last = {1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(unit, digits[unit])
    if tens == 1:
        return ("mười",) if unit == 0 else (f"mười {last}",)
    return (f"{digits[tens]} mươi",) if unit == 0 else (f"{digits[tens]} mươi {last}", f"{digits[tens]} {last}")


def number_at(sequence: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The whole number that begins at token ``at`` and how many tokens it takes; None if none does.

    >>> from retrieval.text.syllables import tokens
    >>> number_at(tokens("lần thứ ba mươi mốt"), 2), number_at(tokens("Đại hội XIII"), 2)
    ((31, 3), (13, 1))
    """
    token = sequence[at]
    if token.kind == "number":
        return (int(token.normal), 1) if token.normal.isdigit() and len(token.normal) < 10 else None
    if token.kind == "date":
        return None
    if _roman_at(sequence, at):
        return roman(token.folded) or 0, 1
    return _number_words(sequence, at)


def _roman_at(sequence: Sequence[Token], at: int) -> bool:
    """Whether a Roman numeral stands at ``at``, and not the syllable that is written alike."""
    token = sequence[at]
    if token.kind != "word" or not token.raw.isascii() or roman(token.folded) is None:
        return False
    after_ordinal = at > 0 and sequence[at - 1].folded in _ORDINALS
    return token.folded not in _ROMAN_SYLLABLES or after_ordinal or (token.raw.isupper() and len(token.raw) > 1)


def _unit(token: Token) -> int | None:
    if token.normal == token.folded and token.kind == "word":
        return _UNMARKED_UNITS.get(token.folded)
    return _UNITS.get(token.normal)


def _is(token: Token, word: str) -> bool:
    return token.normal == normal_form(word) or token.normal == token.folded == fold(word)


def _number_words(sequence: Sequence[Token], at: int) -> tuple[int, int] | None:
    """``ba mươi mốt`` -> 31 in three tokens, ``mười hai`` -> 12 in two, ``hăm chín`` -> 29."""
    here = [sequence[at]]
    for token in sequence[at + 1 : at + 3]:
        if token.gap:
            break
        here.append(token)
    units = [_unit(token) for token in here]
    if _is(here[0], _TEN) or _is(here[0], _TWENTY):
        tens = 10 if _is(here[0], _TEN) else 20
        if len(here) > 1 and units[1]:
            return tens + units[1], 2
        return (10, 1) if tens == 10 else None
    if units[0] and units[0] > 1 and len(here) > 1 and _is(here[1], _TENS):
        if len(here) > 2 and units[2]:
            return 10 * units[0] + units[2], 3
        return 10 * units[0], 2
    return None
