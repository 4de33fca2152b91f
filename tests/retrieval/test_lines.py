"""Line by line: what stands between two paragraphs of an article is its own prose, or is left out alone."""

from pathlib import Path

import pytest

from retrieval.corpus import Corpus, read_corpus

TITLE = "Bế mạc Hội nghị Ngoại giao lần thứ 41"
FIRST = "Hội nghị Ngoại giao lần thứ 41 đã bế mạc sau ba ngày làm việc tại trung tâm thủ đô."
LAST = "Sau phần thảo luận, đại biểu thống nhất thông qua chương trình hành động cho giai đoạn mới."


def page(at: Path, *lines: str, gap: str = "\n\n") -> Corpus:
    """An article with ``lines`` between two paragraphs."""
    (at / "page.txt").write_text(gap.join((TITLE, FIRST, *lines, LAST)), encoding="utf-8")
    return read_corpus(at)


def between(at: Path, *lines: str, gap: str = "\n\n") -> list[str]:
    """What is kept of the lines between, the paragraphs around them being kept whole."""
    kept = [" ".join(s.text.split()) for s in page(at, *lines, gap=gap).sentences]
    assert (kept[0], kept[-1]) == (FIRST, LAST)
    return kept[1:-1]


FURNITURE = [
    "Chia sẻ",
    "Chia sẻ Facebook",
    "Share on Twitter",
    "In bài viết",
    "Gửi email",
    "A A",
    "00:00 / 03:15",
    "Ảnh: TTXVN",
    "(Ảnh: Lê Thử/TTXVN)",
    "Toàn cảnh phiên họp. Ảnh: LÊ THỬ",
    "Các đại biểu dự phiên bế mạc Hội nghị Ngoại giao lần thứ 41 - Ảnh: M.THỬ",
    "Các đại biểu dự phiên bế mạc hội nghị. (Nguồn: TTXVN)",
    "Các đại biểu dự phiên bế mạc hội nghị (Nguồn: TTXVN)",
    "Ảnh minh họa",
    "Đồ họa: Trần Mẫu",
    "Video: Lê Thử",
    "Thứ Sáu, 15/12/2041 | 19:42 GMT+7",
    "15/12/2041 - 08:30",
    "Cập nhật lúc 08:30 ngày 15/12/2041",
    "Trần Văn Mẫu",
    "LÊ THỬ - TRẦN MẪU",
    "Bài và ảnh: TRẦN MẪU",
    "Theo TTXVN",
    "(Theo TTXVN)",
    "Nguồn: TTXVN",
    "https://example.org/bai-viet-41",
    "Từ khóa: hội nghị, ngoại giao",
    "Tags: Hội nghị Ngoại giao",
    "#hoinghi #ngoaigiao",
    "Quảng cáo",
    "Những kết quả nổi bật",
    "BỐN NHIỆM VỤ TRỌNG TÂM",
    "1. Kết quả nổi bật",
    "Thưa bà, điểm mới của hội nghị lần này là gì?",
    "Xem thêm: Năm nhiệm vụ của ngành ngoại giao",
    ">> Năm nhiệm vụ của ngành ngoại giao",
    "Mời quý độc giả theo dõi chúng tôi trên các nền tảng mạng xã hội.",
    "Vui lòng bật JavaScript để xem trang này.",
    "* * *",
    "-----",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_what_belongs_to_the_page_is_left_out(tmp_path: Path, line: str) -> None:
    assert between(tmp_path, line) == []


@pytest.mark.parametrize("line", FURNITURE)
def test_it_is_left_out_where_no_blank_lines_stand(tmp_path: Path, line: str) -> None:
    assert between(tmp_path, line, gap="\n") == []


PROSE = [
    "Hội nghị họp năm ngày.",
    "Chia sẻ với báo chí, một đại biểu cho biết kết quả rất tốt.",
    "Theo dõi sát tình hình là yêu cầu đầu tiên.",
    "Bình luận về kết quả này, một đại biểu bày tỏ sự hài lòng.",
    "Thảo luận tại hội nghị diễn ra sôi nổi.",
    "Ảnh hưởng của tình hình thế giới đã được phân tích kỹ.",
    "Nguồn lực bên ngoài được tranh thủ tốt.",
    "Theo đại diện ban tổ chức, 300 đại biểu đã dự hội nghị.",
    "Xem thêm nhiều góc nhìn là điều các đại biểu mong muốn.",
    "Hội nghị khai mạc ngày 12/12/2041.",
    "“Chúng tôi rất vui.”",
    "- Giữ vững môi trường hòa bình, ổn định;",
    "a) Giữ vững môi trường hòa bình, ổn định;",
    "Thứ nhất là giữ vững môi trường hòa bình.",
    "Đại biểu đến từ Lào, Campuchia, Thái Lan và Singapore.",
    "Bản quyền phần mềm cũng được đưa ra bàn thảo tại một phiên chuyên đề.",
    "Thích ứng nhanh là bài học đầu tiên.",
    "Đề xuất của các địa phương được ghi nhận.",
    "Quảng cáo hình ảnh đất nước cần được làm bài bản hơn.",
    "In bài tham luận thành sách là đề nghị của nhiều đại biểu.",
]


@pytest.mark.parametrize("line", PROSE)
def test_prose_is_kept(tmp_path: Path, line: str) -> None:
    assert between(tmp_path, line) == [line]


@pytest.mark.parametrize("line", PROSE)
def test_prose_is_kept_where_no_blank_lines_stand(tmp_path: Path, line: str) -> None:
    assert between(tmp_path, line, gap="\n") == [line]


HEADS = ["Tin liên quan", "TIN LIÊN QUAN", "Đọc thêm", "Bài viết liên quan:", "Có thể bạn quan tâm", ">> Xem nhiều"]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_box_in_the_middle_is_left_out_and_prose_goes_on(tmp_path: Path, head: str, gap: str) -> None:
    lines = (head, "Triển lãm ảnh về ngành ngoại giao", "Hội thảo về biển và đảo")
    long = "Tiếp đó, các đại biểu chia làm bốn tổ để bàn về công tác cán bộ, công tác lãnh sự và ngân sách năm mới."
    assert between(tmp_path, *lines, long, gap=gap) == [long]


COMMENTS = ["Phản hồi", "Bình luận", "Bình luận (12)", "Ý kiến bạn đọc", "Ý kiến", "Ý kiến (3)", "(0) Bình luận"]


@pytest.mark.parametrize("head", COMMENTS)
def test_nothing_after_the_head_of_comments_is_kept(tmp_path: Path, head: str) -> None:
    comment = "Tôi rất mong hội nghị sẽ mang lại nhiều kết quả thiết thực cho người dân ở nước ngoài."
    text = "\n\n".join((TITLE, FIRST, LAST, head, "Trần Văn Mẫu", comment, "Trả lời"))
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    assert [s.text for s in read_corpus(tmp_path).sentences] == [FIRST, LAST]


LONG_TITLE = "Hội nghị Ngoại giao lần thứ 41 nâng cao hiệu quả hội nhập quốc tế trong tình hình mới"
LONG_HEADING = "Nâng cao hơn nữa hiệu quả phối hợp giữa các bộ, ngành và địa phương trong cả nước"


@pytest.mark.parametrize("end", ["\n\n", "\n", "\r\n"])
def test_a_long_title_and_the_text_that_follows_it(tmp_path: Path, end: str) -> None:
    (tmp_path / "page.txt").write_bytes(end.join((LONG_TITLE, FIRST, LAST)).encode())
    corpus = read_corpus(tmp_path)
    assert corpus.articles[0].title == LONG_TITLE
    assert [s.text for s in corpus.sentences] == [FIRST, LAST]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_long_heading_is_left_out(tmp_path: Path, gap: str) -> None:
    assert between(tmp_path, LONG_HEADING, gap=gap) == []


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_semicolon_list_of_paragraphs(tmp_path: Path, gap: str) -> None:
    lines = ("Hội nghị thống nhất:", "- Giữ vững môi trường hòa bình;", "- Đẩy mạnh ngoại giao kinh tế;")
    assert between(tmp_path, *lines, gap=gap)[-2:] == [*lines[1:]]


def test_the_last_sentence_may_lack_its_stop(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(f"{TITLE}\n\n{FIRST}\n\n{LAST[:-1]}", encoding="utf-8")
    assert [s.text for s in read_corpus(tmp_path).sentences] == [FIRST, LAST[:-1]]


def test_a_line_that_two_pages_share_belongs_to_neither(tmp_path: Path) -> None:
    for number in (41, 42):
        text = f"{TITLE}\n\n{FIRST}\n\nTrang tin của Trung tâm Mẫu phát hành hằng ngày tại Hà Nội".replace(
            "41", str(number)
        )
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    assert [s.text for s in read_corpus(tmp_path).sentences] == [FIRST, FIRST.replace("41", "42")]


def test_a_sentence_that_two_agencies_print_is_kept_once(tmp_path: Path) -> None:
    for name, own in (("a", "Đại biểu thảo luận ở tổ."), ("b", "Đại biểu thăm triển lãm.")):
        (tmp_path / f"{name}.txt").write_text(f"{TITLE}\n\n{FIRST}\n\n{own}", encoding="utf-8")
    assert [s.text for s in read_corpus(tmp_path).sentences] == [
        FIRST,
        "Đại biểu thảo luận ở tổ.",
        "Đại biểu thăm triển lãm.",
    ]
