"""Syllables: one form for all the ways to write one, and where each stands in the text."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text.syllables import clean, fold, has_marks, normal_form, tokens

# Anything at all, and what is likely to break: lone surrogates, NUL, direction marks, joiners, loose tone marks.
HARD = "\x00\x07\ud800\udfff\u202e\u2066\u200b\u200d\ufeff\u00ad\u0300\u0323\u031b\U0001f600ĐđÐðưỰ½²١٢Ⅻİı"
any_text = st.text(st.one_of(st.characters(), st.sampled_from(HARD + string.digits + "./-,: \n")), max_size=80)


def normal(text: str) -> list[str]:
    return [t.normal for t in tokens(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("khoá", "khóa"),
        ("thuỷ", "thủy"),
        ("uỷ", "ủy"),
        ("toạ", "tọa"),
        ("loè", "lòe"),
        ("quí", "quý"),
        ("lí", "lý"),
        ("kỉ", "kỷ"),
        ("tỉ", "tỷ"),
        ("sĩ", "sỹ"),
        ("mĩ", "mỹ"),
        ("hi", "hy"),
        ("HOÀ", "hòa"),
        ("Ðảng", "Đảng"),
        ("ĐỐI", "đối"),
    ],
)
def test_ways_to_write_one_syllable(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("nam", "năm"), ("đai", "dai"), ("hai", "hài"), ("thúy", "thúi"), ("tay", "tai"), ("bạn", "bán"), ("mây", "mấy")],
)
def test_other_syllables_stay_apart(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize("text", ["Hội nghị Ngoại giao", "hòa bình, ủy viên, quý", "ĐƯỜNG LỐI ĐỐI NGOẠI", "chữ ỹ ẵ ợ"])
def test_decomposed_letters_are_the_same(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert apart != text
    assert normal(apart) == normal(text)
    assert [t.folded for t in tokens(apart)] == [t.folded for t in tokens(text)]


@pytest.mark.parametrize(
    ("syllable", "folded"),
    [
        ("Đối", "doi"),
        ("ngoại", "ngoai"),
        ("quý", "qui"),
        ("Ưu", "uu"),
        ("nghị", "nghi"),
        ("ĐƯỜNG", "duong"),
        ("Ðạt", "dat"),
    ],
)
def test_folded_has_no_marks(syllable: str, folded: str) -> None:
    assert fold(syllable) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize("mark", ["\u200b", "\u200d", "\u00ad", "\u2060", "\ufeff", "\u202e"])
def test_unseen_characters_do_not_part_a_syllable(mark: str) -> None:
    assert normal(f"ngo{mark}ại gi{mark}ao") == normal("ngoại giao")


def test_tokens_of_a_line() -> None:
    found = tokens("Chiều 26/8, HNNG31: 1.500 đại biểu (ba nước)")
    assert [t.raw for t in found] == ["Chiều", "26/8", "HNNG", "31", "1.500", "đại", "biểu", "ba", "nước"]
    assert [t.kind for t in found] == ["word", "date", "word", "number", "number", "word", "word", "word", "word"]
    assert [t.raw for t in found if t.gap] == ["HNNG", "1.500", "ba"]


def test_punctuation_alone_is_nothing() -> None:
    assert tokens("… — “” !? *** 😀") == []
    assert tokens("") == []


@given(any_text)
def test_a_token_is_what_stands_at_its_offsets(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.raw
        end = token.end


@given(any_text)
def test_every_letter_and_digit_of_vietnamese_is_in_a_token(text: str) -> None:
    covered = {i for t in tokens(text) for i in range(t.start, t.end)}
    letters = {i for i, c in enumerate(text) if c.isalpha() or c in string.digits}
    assert letters <= covered


@given(any_text)
def test_the_forms_are_settled(text: str) -> None:
    for token in tokens(text):
        assert token.normal
        assert fold(token.folded) == token.folded
        assert normal_form(token.raw.upper().lower()) == normal_form(token.raw.lower()) or not token.raw.isascii()


@given(any_text)
def test_clean_text_is_composed_and_visible(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & set("\x00\x07\ud800\udfff\u202e\u2066\u200b\u200d\ufeff\u00ad\r")
    assert clean(cleaned) == cleaned
    cleaned.encode()


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\u202e", "\x00", "\ud800"])
def test_cleaning_joins_what_an_unseen_character_parts(mark: str) -> None:
    assert normal(clean(f"ngo{mark}ại giao")) == normal("ngoại giao")


@pytest.mark.parametrize("space", ["\x0b", "\x0c", "\x85", "\x1c"])
def test_cleaning_keeps_words_apart_at_a_page_or_line_break(space: str) -> None:
    assert normal(clean(f"bế mạc{space}khi nào")) == normal("bế mạc khi nào")


@pytest.mark.parametrize(("text", "marked"), [("hoi nghi", False), ("hội", True), ("dDđ", True), ("NAM 2016", False)])
def test_marks(text: str, marked: bool) -> None:
    assert has_marks(text) is marked
    assert has_marks(unicodedata.normalize("NFD", text)) is marked
