"""Questions in other words than the article's: what may stand for what, and what must be met as it is."""

import pytest

from retrieval.evidence import Answer, Refusal
from retrieval.lexicon import read_table
from retrieval.query.tables import read_tables
from retrieval.search import Searcher
from retrieval.text.syllables import tokens

ANSWERED = [
    # Everyday words for press words, one direction only.
    ("ai ngồi ghế điều khiển lúc hội nghị 29 tan", 29, "dưới sự chủ trì của"),
    ("hội nghị 32 gồm bao nhiêu phiên bàn", 32, "23 phiên họp"),
    # Words that say little of what is asked: a sentence answers without them.
    ("hội nghị 31 gói gọn trong mấy ngày", 31, "Trong 5 ngày làm việc"),
    ("khía cạnh kinh tế đối ngoại được hội nghị 32 xem xét ra sao", 32, "ngoại giao kinh tế"),
    # A dialect word within a word is itself.
    ("thứ trưởng Dũng mô tả vị thế đất nước ở hội nghị 31 ra sao", 31, "vị thế, tiềm lực"),
    ("hội nghị 30 bế mạc bữa mô", 30, "chiều 17/8"),
]
REFUSED = [
    # The very thing asked about must be met: after "về", before "nào".
    "hội nghị 29 bàn gì về lương cán bộ ngoại giao",
    "các đại biểu hội nghị 32 ở khách sạn nào",
    # Another event than the conference is met by its name.
    "Hội nghị Ngoại vụ địa phương do ai chủ trì",
    "Hội nghị Văn hóa toàn quốc do ai chủ trì",
    # Other articles only mention the 28th.
    "hội nghị 28 bế mạc hôm nào",
    # A deed is not told by another verb of saying.
    "thứ trưởng Nguyễn Quốc Dũng cảm ơn những ai",
]


@pytest.mark.parametrize(("question", "number", "held"), ANSWERED)
def test_answered_in_other_words(searcher: Searcher, question: str, number: int, held: str) -> None:
    result = searcher.answer(question).result
    assert isinstance(result, Answer), result
    assert result.quotes[0].sentence.conference == number
    assert held in result.quotes[0].sentence.text


@pytest.mark.parametrize("question", REFUSED)
def test_refused_though_near(searcher: Searcher, question: str) -> None:
    assert isinstance(searcher.answer(question).result, Refusal)


def test_paraphrases_stand_one_way_only() -> None:
    synonyms = read_tables().synonyms
    assert "bế mạc" in (synonyms.get(tokens("khép màn")) or ())
    assert "khép màn" not in (synonyms.get(tokens("bế mạc")) or ())


def test_no_entry_asks_or_stands_for_itself() -> None:
    """An asking word within an entry would hide the question; an entry for itself says nothing."""
    asking = {"ai", "gì", "nào", "mấy", "sao"}
    ends_alike = {"ngôi sao"}
    light = [w.strip() for text in read_table("light.toml").values() for w in text.split(",")]
    assert not [w for w in light if asking & set(w.split())]
    for section in read_table("paraphrases.toml").values():
        for said, asked in section.items():
            words = [w.strip() for w in asked.split(",")]
            assert not [w for w in words if asking & set(w.split()) and w not in ends_alike], said
            assert not set(words) & {w.strip().lower() for w in said.split("|")}, said
            assert len(words) == len(set(words)), said


SUPPOSED = [
    ("Hội nghị 29 bế mạc ngày 27/8 phải không", "26-8"),
    ("hội nghị 32 họp 20 phiên đúng không", "23 phiên họp"),
    ("hoi nghi 30 be mac ngay 20/8 a", "17/8"),
]


@pytest.mark.parametrize(("question", "instead"), SUPPOSED)
def test_a_wrong_number_is_refused_beside_what_the_article_says(
    searcher: Searcher, question: str, instead: str
) -> None:
    result = searcher.answer(question).result
    assert isinstance(result, Refusal)
    assert result.nearest is not None
    assert result.nearest.headline is not None
    assert instead in result.nearest.sentence.text[slice(*result.nearest.headline)]


def test_a_number_of_what_no_article_counts_has_nothing_beside_it(searcher: Searcher) -> None:
    result = searcher.answer("hội nghị 31 có 500 nhà báo đưa tin đúng không").result
    assert isinstance(result, Refusal)
    assert result.nearest is None
