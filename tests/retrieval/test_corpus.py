"""The five articles at hand: what each is about, what of it may be quoted, and the operator's table."""

import datetime
import re
import shutil
from pathlib import Path

import pytest

from retrieval.corpus import Conference, Corpus, read_corpus

SEEDS = Path(__file__).parents[2] / "seeds"
CLOSING_29 = "29-be-mac-hoi-nghi-ngoai-giao-lan-thu-29"
PRESS_29 = "29-thu-truong-bui-thanh-son-tra-loi-bao-chi"
CLOSING_30 = "30-be-mac-hoi-nghi-ngoai-giao-lan-thu-30"
ESSAY_31 = "31-doi-ngoai-va-hoi-nhap-trong-tinh-hinh-moi"
CLOSING_32 = "32-be-mac-hoi-nghi-ngoai-giao-lan-thu-32"
ARTICLES = [CLOSING_29, PRESS_29, CLOSING_30, ESSAY_31, CLOSING_32]


def test_the_articles_and_their_conferences(seeds: Corpus) -> None:
    assert {a.id: a.conference for a in seeds.articles} == dict(zip(ARTICLES, [29, 29, 30, 31, 32], strict=True))
    assert [c.number for c in seeds.held] == [29, 30, 31, 32]
    assert seeds.mentioned == {28}
    assert [a.id for a in seeds.of_conference(29)] == [CLOSING_29, PRESS_29]
    assert seeds.of_conference(33) == ()


def test_dates(seeds: Corpus) -> None:
    dates = {a.id: a.date for a in seeds.articles if a.date}
    assert dates == {CLOSING_29: datetime.date(2016, 8, 26)}


def test_titles(seeds: Corpus) -> None:
    titles = {a.id: a.title for a in seeds.articles}
    assert titles[CLOSING_29] == "Bế mạc Hội nghị Ngoại giao lần thứ 29"
    assert titles[PRESS_29] == "Thứ trưởng Ngoại giao trả lời báo chí về kết quả Hội nghị ngoại giao 29"
    assert titles[CLOSING_30] == "Bế mạc Hội nghị Ngoại giao lần thứ 30"
    assert titles[ESSAY_31].startswith("Đối ngoại và hội nhập quốc tế trong tình hình mới")
    assert [a.id for a in seeds.articles if not a.titled] == [CLOSING_32]
    assert titles[CLOSING_32].startswith("Sáng 23-12, sau 5 ngày làm việc")


def test_publishers_authors_and_links(seeds: Corpus) -> None:
    publishers = ["", "Báo Điện tử Chính phủ", "VOV5", "VOV5", ""]
    authors = ["Huyền Chi", "Tuấn Dũng", "", "Ánh Huyền", "HÀ PHƯƠNG – PHƯƠNG LINH"]
    assert [a.publisher for a in seeds.articles] == publishers
    assert [a.author for a in seeds.articles] == authors
    (link,) = [a.link for a in seeds.articles if a.link]
    assert re.fullmatch(r"http://baochinhphu\.vn/\S+-29/285150\.vgp", link)
    assert seeds.article(PRESS_29).link == link


def test_everything_is_inferred_without_front_matter(seeds: Corpus) -> None:
    for article in seeds.articles:
        assert set(article.inferred) == {"title", "conference", "date", "publisher", "author", "link"}


def test_a_file_is_kept_as_it_is(seeds: Corpus) -> None:
    for article in seeds.articles:
        assert article.text.encode() == (SEEDS / article.file).read_bytes()


def test_every_sentence_is_what_stands_in_its_paragraph(seeds: Corpus) -> None:
    end: dict[str, int] = {}
    for position, sentence in enumerate(seeds.sentences):
        article = seeds.article(sentence.article)
        first, last = article.paragraphs[sentence.paragraph - 1]
        assert sentence.position == position
        assert sentence.conference == article.conference
        assert article.text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert max(first, end.get(article.id, 0)) <= sentence.start < sentence.end <= last
        end[article.id] = sentence.end


def test_sentences_of_each_article(seeds: Corpus) -> None:
    counts = [sum(s.article == article for s in seeds.sentences) for article in ARTICLES]
    assert counts == [7, 19, 5, 9, 10]


@pytest.mark.parametrize(
    "text",
    [
        "Chia sẻ",
        "Phản hồi",
        "Tin liên quan",
        "Các tin/bài khác",
        "Ảnh:",
        "ảnh 1",
        "(VOV5)",
        "Huyền Chi",
        "Ánh Huyền",
        "Tuấn Dũng",
        "HÀ PHƯƠNG",
        "TUẤN ANH",
        "Share on",
        "Vui lòng nhập",
        "19:42",
        "http",
        "Nguồn Chính Phủ",
        "Quang cảnh lễ bế mạc",
    ],
)
def test_what_is_not_the_article_is_no_sentence(seeds: Corpus, text: str) -> None:
    assert not [s.text for s in seeds.sentences if text in s.text]
    assert [a.id for a in seeds.articles if text in a.text], "the text should stand in some file"


def test_bare_headings_are_no_sentence(seeds: Corpus) -> None:
    headings = {a.title for a in seeds.articles if a.titled}
    assert not headings & {s.text for s in seeds.sentences}


def test_each_part_left_out_stands_at_its_line_with_a_reason(seeds: Corpus) -> None:
    for article in seeds.articles:
        lines = article.text.splitlines()
        for left in article.left_out:
            assert left.reason
            assert left.text in lines[left.line - 1]


def test_repeated_sentences_collapse(seeds: Corpus) -> None:
    start = "Hội nghị đưa ra nhiều giải pháp nhằm thúc đẩy"
    (kept,) = [s for s in seeds.sentences if s.text.startswith(start)]
    assert kept.paragraph == 4
    (award,) = [s for s in seeds.sentences if "trao bằng khen Bộ trưởng" in s.text]
    assert award.text.startswith("Cũng tại lễ bế mạc")
    assert {left.line for a in seeds.articles for left in a.left_out if left.reason == "lặp lại"} == {3, 21}


def test_no_two_sentences_say_the_same(seeds: Corpus) -> None:
    texts = [s.text.casefold() for s in seeds.sentences]
    assert len(texts) == len(set(texts))


def test_mentions_of_other_conferences(seeds: Corpus) -> None:
    others = {(s.conference, n) for s in seeds.sentences for n in s.mentions if n != s.conference}
    assert others == {(29, 28), (30, 29)}


def test_the_operators_table(seeds: Corpus) -> None:
    first, last = seeds.conference(28), seeds.conference(32)
    assert (first.year, first.opened, first.closed) == (2013, None, None)
    assert (last.year, last.opened, last.closed) == (2023, datetime.date(2023, 12, 19), datetime.date(2023, 12, 23))
    assert last.label == "Hội nghị Ngoại giao lần thứ 32"
    assert all(c.known_from for c in seeds.known.values())
    assert seeds.conference(40) == Conference(40)


def test_the_table_may_be_missing(tmp_path: Path) -> None:
    for path in SEEDS.glob("*.txt"):
        shutil.copy(path, tmp_path)
    corpus = read_corpus(tmp_path)
    assert {a.id: a.conference for a in corpus.articles} == dict(zip(ARTICLES, [29, 29, 30, 31, 32], strict=True))
    assert corpus.conference(29) == Conference(29)


def test_the_fingerprint_changes_with_any_file(seeds: Corpus, tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path, dirs_exist_ok=True)
    assert read_corpus(tmp_path).fingerprint == seeds.fingerprint
    table = tmp_path / "conferences.toml"
    table.write_text(table.read_text(encoding="utf-8") + "\n# thêm\n", encoding="utf-8")
    changed = read_corpus(tmp_path).fingerprint
    assert changed != seeds.fingerprint
    article = tmp_path / f"{CLOSING_30}.txt"
    article.write_text(article.read_text(encoding="utf-8") + "\nHội nghị đã thành công tốt đẹp.\n", encoding="utf-8")
    assert read_corpus(tmp_path).fingerprint not in {changed, seeds.fingerprint}
