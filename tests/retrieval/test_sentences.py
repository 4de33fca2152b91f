"""Where a sentence ends."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.sentences import sentence_spans
from retrieval.lexicon import press_lexicon

ABBREVIATIONS = press_lexicon().abbreviations


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text, ABBREVIATIONS)]


ONE_SENTENCE = [
    "Hội nghị họp tại TP.HCM và Hà Nội.",
    "Hội nghị họp tại TP. Hồ Chí Minh trong hai ngày.",
    "ThS. Lê Văn Mẫu trình bày tham luận.",
    "PGS.TS. Trần Thị Mẫu chủ trì phiên họp.",
    "GS.TS Trần Thị Mẫu và PGS. TS. Lê Văn Mẫu cùng dự.",
    "Ông Trần V. Mẫu và bà Lê T. H. Mẫu phát biểu.",
    "Kim ngạch tăng 3.5 lần, đạt 1.500 tỷ đồng.",
    "Hội nghị khai mạc ngày 2.9.2016 tại Hà Nội.",
    "Các lĩnh vực văn hóa, giáo dục… đều được bàn.",
    "Các lĩnh vực văn hóa, giáo dục... nhằm phục vụ phát triển.",
    "Bộ trưởng nói: “Kết quả tốt.” và cảm ơn các đại biểu.",
    "Xem tại baochinhphu.vn và mofa.gov.vn hằng ngày.",
    "1. Giữ vững môi trường hòa bình.",
    "a. Giữ vững môi trường hòa bình.",
    "II. Phương hướng công tác trong thời gian tới.",
    "Câu cuối cùng không có dấu chấm",
    "Đồng chí Mẫu (U.S. News) dự họp.",
]


@pytest.mark.parametrize("text", ONE_SENTENCE)
def test_one_sentence_stays_whole(text: str) -> None:
    assert split(text) == [text]


SEVERAL = [
    ["Hội nghị bế mạc tại TP.HCM.", "Các đại biểu ra về."],
    ["Bộ trưởng khẳng định: “Kết quả tốt.”", "Hội nghị bế mạc."],
    ['Bộ trưởng khẳng định: "Kết quả tốt".', "Hội nghị bế mạc."],
    ["(Hội nghị họp năm ngày.)", "Hội nghị bế mạc."],
    ["Thứ nhất, giữ vững hòa bình.", "Thứ hai, phục vụ phát triển.", "Thứ ba, nâng cao vị thế."],
    ["Nguồn lực gồm đầu tư, giáo dục…", "Các đại sứ cần phối hợp."],
    ["Nguồn lực gồm đầu tư, giáo dục...", "Các đại sứ cần phối hợp."],
    ["Vì sao họp?", "Họp để tổng kết!", "Xin hết."],
    ["Hội nghị khai mạc năm 2016.", "Năm ngày sau, hội nghị bế mạc."],
    ["Hội nghị có 5 phiên.", "23 đại biểu phát biểu."],
    ["Hội nghị đã bế mạc.", "“Chúng ta rất vui”, Bộ trưởng nói."],
    ["Hội nghị đã bế mạc.", "- Các đại biểu ra về."],
    ["Hội nghị thành công tốt đẹp.", "Câu cuối không có dấu chấm"],
    ["Ngành quán triệt Nghị quyết Đại hội XIII.", "Công tác đối ngoại đạt nhiều kết quả."],
    ["Báo cáo nêu ba ý.", "Đại hội lần thứ X đã đề ra."],
    ["Đây là kết luận của Đại hội lần thứ VI.", "Từ đó, công tác đối ngoại đổi mới."],
]


@pytest.mark.parametrize("sentences", SEVERAL)
def test_sentences_are_parted(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_sentences_without_a_space_between_are_parted() -> None:
    assert split("Hội nghị đã bế mạc.Các đại biểu ra về.") == ["Hội nghị đã bế mạc.", "Các đại biểu ra về."]


def test_the_tenth_congress_ends_the_sentence() -> None:
    assert split("Ngành thực hiện Nghị quyết Đại hội X. Kết quả rất tốt.") == [
        "Ngành thực hiện Nghị quyết Đại hội X.",
        "Kết quả rất tốt.",
    ]


def test_a_chain_of_semicolons_is_one_sentence() -> None:
    text = "Hội nghị xác định: " + "; ".join(["tiếp tục nâng cao hiệu quả công tác đối ngoại"] * 30) + "."
    assert len(text) > 1000
    assert split(text) == [text]


def test_nothing_is_no_sentence() -> None:
    assert split("") == []
    assert split(" … — ?! ") == []


def test_hostile_text_is_split_at_once() -> None:
    begun = time.process_time()
    for text in ("." * 100_000, "a." * 50_000, "A. " * 30_000, "”" * 100_000, ". " * 50_000, "chữ" * 30_000):
        split(text)
    assert time.process_time() - begun < 5


@given(st.text(st.one_of(st.sampled_from(".…?! \n\t”“\"')(;,–-ABXVIaăđ029 "), st.characters()), max_size=120))
def test_spans_are_in_order_and_cover_every_letter(text: str) -> None:
    spans = list(sentence_spans(text, ABBREVIATIONS))
    end = 0
    for a, b in spans:
        assert end <= a < b <= len(text)
        assert text[a:b] == text[a:b].strip()
        end = b
    covered = {i for a, b in spans for i in range(a, b)}
    assert {i for i, c in enumerate(text) if c.isalnum()} <= covered
