"""Numbers and dates meet in whatever form they are written."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text.numbers import number_at, number_words, roman, with_numerals
from retrieval.text.syllables import Token, normal_form, tokens


def read(text: str) -> list[Token]:
    return with_numerals(tokens(text))


def value(text: str) -> int | None:
    """The number that ``text``, all of it, is."""
    sequence = tokens(text)
    found = number_at(sequence, 0)
    return found[0] if found and found[1] == len(sequence) else None


DATES = ["26-8", "26/8", "26/08", "26-08", "ngày 26 tháng 8", "ngày 26 tháng 08", "26 tháng 8"]
FULL_DATES = [
    *["26/8/2016", "26/08/2016", "26-8-2016", "26-08-2016", "26.8.2016", "26.08.2016"],
    *["ngày 26 tháng 8 năm 2016", "ngày 26 tháng 08 năm 2016", "26/8 năm 2016"],
]


@pytest.mark.parametrize("text", DATES)
def test_days_and_months_meet(text: str) -> None:
    date = read(text)[-1]
    assert (date.kind, date.normal, date.folded) == ("date", "26/8", "26/8")
    assert date.end == len(text)


@pytest.mark.parametrize("text", FULL_DATES)
def test_full_dates_meet(text: str) -> None:
    """A date with its year is two tokens, day with month and the year: it shares "26/8" with every one of ``DATES``."""
    found = [t for t in read(text) if t.kind != "word"]
    assert [(t.kind, t.normal, t.folded) for t in found] == [("date", "26/8", "26/8"), ("number", "2016", "2016")]
    assert [text[t.start : t.end] for t in found] == [t.raw for t in found]


@pytest.mark.parametrize("text", ["tỉ số 26-8-12-5", "192.168.1.1", "26.8", "3,5", "1.500.000", "2016/2018"])
def test_what_is_no_date(text: str) -> None:
    assert not [t for t in read(text) if t.kind == "date"]


def test_a_month_that_is_none_is_no_date() -> None:
    assert [t.kind for t in read("26 tháng 13")] == ["number", "word", "number"]


@pytest.mark.parametrize(
    ("text", "normal"),
    [("1.500", "1500"), ("1,500", "1500"), ("1.500.000", "1500000"), ("08", "8"), ("3,5", "3,5"), ("00", "0")],
)
def test_digits(text: str, normal: str) -> None:
    assert [t.normal for t in tokens(text)] == [normal]


@pytest.mark.parametrize("text", ["XII", "xii", "12", "mười hai", "muoi hai", "Mười Hai"])
def test_twelve(text: str) -> None:
    assert value(text) == 12


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ba mươi mốt", 31),
        ("ba muoi mot", 31),
        ("hai mươi chín", 29),
        ("hai chín", None),
        ("hăm chín", 29),
        ("ba mươi", 30),
        ("mười lăm", 15),
        ("hai mươi lăm", 25),
        ("hai mươi tư", 24),
        ("năm mươi", 50),
        ("mười", 10),
        ("XXIX", 29),
        ("XXXI", 31),
        ("xxxii", 32),
        ("XIV", 14),
        ("029", 29),
    ],
)
def test_number_words_and_numerals(text: str, number: int | None) -> None:
    assert value(text) == number


@pytest.mark.parametrize("text", ["vi phạm", "xi măng", "li ti", "ba nước", "hai nhiệm vụ", "chủ", "muối", "mươi"])
def test_syllables_that_are_no_number(text: str) -> None:
    assert number_at(tokens(text), 0) is None


@pytest.mark.parametrize(("text", "at", "number"), [("Đại hội VI", 2, 6), ("khóa XI", 1, 11), ("lần thứ x", 2, 10)])
def test_everyday_syllables_after_an_ordinal(text: str, at: int, number: int) -> None:
    assert number_at(tokens(text), at) == (number, 1)


@pytest.mark.parametrize("text", ["IIX", "IXX", "VV", "XXXX", "IC", "", "A", "chủ"])
def test_ill_formed_numerals(text: str) -> None:
    assert roman(text) is None


def test_numerals_meet_digits_in_a_text() -> None:
    assert [t.normal for t in read("Đại hội XIII")] == [t.normal for t in read("Đại hội 13")]


@pytest.mark.parametrize("text", ["hai mươi ba phiên", "Hai Mươi Ba phiên", "hai muoi ba phiên", "hăm ba phiên"])
def test_number_words_of_two_syllables_and_more_meet_digits(text: str) -> None:
    assert [(t.kind, t.normal) for t in read(text)] == [("number", "23"), ("word", normal_form("phiên"))]


@pytest.mark.parametrize("text", ["ba phiên", "mười phiên", "năm phiên"])
def test_a_number_word_of_one_syllable_stays_a_word(text: str) -> None:
    assert [t.kind for t in read(text)] == ["word", "word"]


def test_punctuation_ends_a_number_word() -> None:
    assert number_at(tokens("mười, hai"), 0) == (10, 1)
    assert number_at(tokens("ba, mươi"), 0) is None


@given(st.integers(1, 99))
def test_every_way_to_say_a_number_is_read(number: int) -> None:
    for words in number_words(number):
        sequence = tokens(words)
        if (len(sequence) > 1 and "mươi" in words) or words.startswith("mười"):
            assert number_at(sequence, 0) == (number, len(sequence))


@given(st.integers(1, 89))
def test_roman_numerals_have_one_value(number: int) -> None:
    pairs = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text, left = "", number
    for size, letters in pairs:
        text, left = text + letters * (left // size), left % size
    assert roman(text) == number
    assert roman(text.lower()) == number


@given(st.text(st.sampled_from("0123456789/.-, tháng năm XVI"), max_size=40))
def test_reading_numbers_never_raises_and_keeps_the_order(text: str) -> None:
    found = read(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for at in range(len(found)):
        number_at(found, at)
