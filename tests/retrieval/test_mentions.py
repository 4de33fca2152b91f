"""Which conferences a text names, in every form people use."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.mentions import Mention, loose_mentions, mentions
from retrieval.text.numbers import with_numerals
from retrieval.text.syllables import tokens


def named(text: str) -> list[int]:
    """The numbers a reader names."""
    return [n for m in loose_mentions(with_numerals(tokens(text))) for n in m.numbers]


def years(text: str) -> list[int]:
    return [m.year for m in loose_mentions(with_numerals(tokens(text))) if m.year]


def named_in_full(text: str) -> list[int]:
    """The numbers an article names."""
    return [n for m in mentions(tokens(text)) for n in m.numbers]


IN_FULL = [
    "Hội nghị Ngoại giao lần thứ 29",
    "HỘI NGHỊ NGOẠI GIAO LẦN THỨ 29",
    "Hội nghị ngoại giao 29",
    "Hội nghị Ngoại giao lần thứ XXIX",
    "Hội nghị Ngoại giao XXIX",
    "Hội nghị Ngoại giao lần thứ hai mươi chín",
    "Hội nghị Ngoại giao lần 29",
    "Hội nghị Ngoại giao thứ 29",
    "hoi nghi ngoai giao lan thu 29",
    "hoi nghi ngoai giao lan thu hai muoi chin",
    "HNNG29",
    "HNNG 29",
    "hnng29",
    "HNNG XXIX",
    "HNNG lần thứ 29",
    "hội nghị NG 29",
    "HN ngoại giao 29",
    "kết quả Hội nghị ngoại giao (lần thứ 29)",
    unicodedata.normalize("NFD", "Hội nghị Ngoại giao lần thứ 29"),
]


@pytest.mark.parametrize("text", IN_FULL)
def test_named_in_full(text: str) -> None:
    assert named_in_full(text) == [29]
    assert named(text) == [29]


LOOSE = [
    ("hội nghị 29", 29),
    ("hội nghị lần thứ 29", 29),
    ("HN 30", 30),
    ("HN30", 30),
    ("hoi nghi 30 bàn gì", 30),
    ("lần thứ hai mươi chín", 29),
    ("lần 31 họp mấy phiên", 31),
    ("lần thứ XXXI", 31),
    ("hội nghị XXXII", 32),
    ("hội nghị lần 28", 28),
    ("kỳ thứ 30", 30),
    ("chủ đề của hội nghị thứ 32", 32),
]


@pytest.mark.parametrize(("text", "number"), LOOSE)
def test_named_as_readers_do(text: str, number: int) -> None:
    assert named(text) == [number]


@pytest.mark.parametrize("text", [text for text, _ in LOOSE])
def test_an_article_must_name_it_in_full(text: str) -> None:
    assert named_in_full(text) == []


SEVERAL = [
    ("hội nghị 29 và 30", [29, 30]),
    ("hội nghị 29, 30 và 31", [29, 30, 31]),
    ("hội nghị 29-30", [29, 30]),
    ("từ hội nghị 29 đến 32", [29, 30, 31, 32]),
    ("từ hội nghị 29 đến hội nghị 32", [29, 30, 31, 32]),
    ("lần 30 với lần 31 khác gì nhau", [30, 31]),
    ("so sánh hội nghị 32 với hội nghị 30", [32, 30]),
    ("HNNG 29 vs HNNG 31", [29, 31]),
    ("hội nghị ngoại giao lần thứ 30 khác hội nghị ngoại giao lần thứ 32 chỗ nào", [30, 32]),
    ("chủ đề hội nghị 29 là gì, còn hội nghị 32?", [29, 32]),
    ("HNNG XXX và XXXI", [30, 31]),
    ("lần thứ hai mươi chín và ba mươi mốt", [29, 31]),
]


@pytest.mark.parametrize(("text", "numbers"), SEVERAL)
def test_several_at_once(text: str, numbers: list[int]) -> None:
    assert named(text) == numbers


@pytest.mark.parametrize(
    "text", ["hội nghị năm 2016", "hội nghị ngoại giao năm 2016", "Hội nghị Ngoại giao 2016", "HNNG 2016", "hn 2016"]
)
def test_named_by_its_year(text: str) -> None:
    assert named(text) == []
    assert years(text) == [2016]


NONE = [
    "Đại hội XIII",
    "Đại hội Đảng lần thứ 12",
    "Đại hội đại biểu toàn quốc lần thứ XIII của Đảng",
    "Hội nghị Trung ương 8",
    "Hội nghị Trung ương 8 khóa XIII",
    "Hội nghị lần thứ 8 Ban Chấp hành Trung ương",
    "hội nghị 5 ngày",
    "hội nghị họp 5 ngày",
    "hội nghị 23 phiên",
    "hội nghị bế mạc ngày 26/8",
    "hội nghị ngày 26-8",
    "chiều 23/12",
    "hơn 300 lượt ý kiến",
    "Hội nghị Cấp cao ASEAN lần thứ 38",
    "kỳ họp thứ 30 của Quốc hội",
    "Nghị quyết số 22 của Bộ Chính trị",
    "ai chủ trì",
    "hội nghị ngoại giao bàn gì",
    "Hội nghị Đối ngoại toàn quốc lần thứ 1",
    "",
]


@pytest.mark.parametrize("text", NONE)
def test_none(text: str) -> None:
    assert named(text) == []
    assert named_in_full(text) == []


def test_another_meeting_beside_it_is_not_it() -> None:
    assert named("nghị quyết Đại hội XIII tại hội nghị 31") == [31]
    assert named_in_full("Hội nghị Ngoại giao lần thứ 32 quán triệt đường lối Đại hội lần thứ XIII") == [32]
    assert named("Đại hội XII và hội nghị 29") == [29]


@given(
    st.integers(20, 69), st.sampled_from(["hội nghị", "hội nghị ngoại giao lần thứ", "HNNG", "hn", "lần thứ", "lần"])
)
def test_any_number_in_reach_is_read(number: int, name: str) -> None:
    assert named(f"{name} {number}") == [number]


@given(
    st.text(
        st.one_of(st.sampled_from("hội nghị ngoại giao HNNG lần thứ 29 30 và đến - , năm 2016 XX"), st.characters())
    )
)
def test_any_text_is_read_and_mentions_lie_in_it(text: str) -> None:
    sequence = with_numerals(tokens(text))
    end = 0
    for mention in loose_mentions(sequence):
        assert isinstance(mention, Mention)
        assert end <= mention.start < mention.end <= len(sequence)
        assert mention.numbers or mention.year
        end = mention.end
