"""Summaries: verbatim, cited, without repetition, nothing left hanging; over the seeds and over any corpus."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus import Corpus, read_corpus
from retrieval.corpus.model import Article, Conference, Sentence
from retrieval.evidence import Answer, Quote
from retrieval.facts import Fact, FactKind, read_fact_rules
from retrieval.search import Searcher
from retrieval.summary import FEWEST, MOST, Summarizer, Summary, points_back
from retrieval.text.syllables import tokens

HELD = (29, 30, 31, 32)
STATED = {
    29: {
        "closed": "Chiều ngày 26-8",
        "length": "5 ngày làm việc",
        "theme": "Nâng cao hiệu quả công tác đối ngoại và hội nhập quốc tế - thực hiện thắng lợi đường lối đối ngoại "
        "của Đại hội Đảng lần thứ XII",
        "chaired": "Phó Thủ tướng, Bộ trưởng Ngoại giao Phạm Bình Minh",
        "attended": "Tổng Bí thư Nguyễn Phú Trọng, Thủ tướng Chính phủ Nguyễn Xuân Phúc",
    },
    30: {"closed": "chiều 17/8", "where": "tại Hà Nội", "length": "5 ngày", "sessions": "5 phiên họp"},
    31: {"length": "5 ngày làm việc", "sessions": "20 phiên thảo luận"},
    32: {
        "closed": "Sáng 23-12",
        "where": "tại Hà Nội",
        "length": "5 ngày làm việc",
        "theme": "Phát huy vai trò tiên phong, xây dựng nền ngoại giao toàn diện, hiện đại, vững mạnh, thực hiện "
        "thắng lợi Nghị quyết Đại hội lần thứ XIII của Đảng",
        "opening_speech": "Tổng Bí thư Nguyễn Phú Trọng",
        "closing_speech": "Bộ trưởng Bộ Ngoại giao Bùi Thanh Sơn",
        "sessions": "23 phiên họp",
        "opinions": "hơn 300 lượt ý kiến",
    },
}


def assert_sound(summary: Summary, corpus: Corpus) -> None:
    """What holds of any summary of any corpus."""
    quotes = [*(fact.quote for fact in summary.facts), *(each.quote for each in summary.sentences)]
    for quote in quotes:
        sentence = quote.sentence
        assert corpus.article(sentence.article).text[sentence.start : sentence.end] == sentence.text
        assert quote.article == corpus.article(sentence.article)
        assert quote.article.conference == summary.conference.number
    assert all(fact.text and fact.text in fact.quote.sentence.text for fact in summary.facts)
    positions = [each.quote.sentence.position for each in summary.sentences]
    assert positions == sorted(positions)
    shown = [s.position for e in summary.sentences for s in (e.quote.sentence, e.quote.before) if s]
    assert len(shown) == len(set(shown))
    assert sorted(each.rank for each in summary.sentences) == list(range(1, len(summary.sentences) + 1))
    for each in summary.sentences:
        before = each.quote.before
        assert points_back(each.quote.sentence.text) == (before is not None)
        assert before is None or before.position == each.quote.sentence.position - 1
        assert before is None or not points_back(before.text)
    assert len(summary.sentences) <= MOST


@pytest.mark.parametrize("number", HELD)
def test_the_facts_are_what_the_articles_state(searcher: Searcher, number: int) -> None:
    found = {fact.kind.value: fact.text for fact in searcher.summary(number).facts}
    assert found == STATED[number]


@pytest.mark.parametrize("number", HELD)
def test_sentences(searcher: Searcher, seeds: Corpus, number: int) -> None:
    summary = searcher.summary(number)
    assert_sound(summary, seeds)
    assert FEWEST <= len(summary.sentences) <= MOST
    assert [len(summary.best(count)) for count in (0, 1, 3)] == [0, 1, 3]


@pytest.mark.parametrize("number", HELD)
def test_no_two_sentences_say_the_same(searcher: Searcher, number: int) -> None:
    said = [{t.normal for t in tokens(each.quote.sentence.text)} for each in searcher.summary(number).sentences]
    for at, words in enumerate(said):
        assert all(len(words & other) < 0.75 * min(len(words), len(other)) for other in said[:at])


@pytest.mark.parametrize("number", HELD)
def test_the_card_and_the_answers_agree(searcher: Searcher, number: int) -> None:
    rules = {rule.kind: rule for rule in read_fact_rules()}
    label = Conference(number).label
    for fact in searcher.summary(number).facts:
        results = [searcher.answer(q.format(conference=label)).result for q in rules[fact.kind].questions]
        headlines = [(q.sentence, q.headline) for r in results if isinstance(r, Answer) for q in r.quotes]
        assert (fact.quote.sentence, fact.quote.headline) in headlines


def test_a_conference_not_held_is_an_error(searcher: Searcher) -> None:
    for number in (27, 28):
        with pytest.raises(KeyError):
            searcher.summary(number)


def test_every_kind_of_fact_has_a_rule() -> None:
    rules = read_fact_rules()
    assert [rule.kind for rule in rules] == list(FactKind)
    assert all("{conference}" in question for rule in rules for question in rule.questions)


LOOSE = [
    # Another event's chair, date or place; a greeting instead of a speech; a figure of something else.
    "Ngay sau Hội nghị Đối ngoại toàn quốc do Tổng Bí thư Nguyễn Văn An chủ trì, Hội nghị Ngoại giao lần thứ 33 họp.",
    "Hội nghị Ngoại giao lần thứ 30 đã bế mạc ngày 17/8/2018, còn hội nghị này tiếp tục bàn các việc của ngành.",
    "Trước đó, Hội nghị Ngoại vụ toàn quốc lần thứ 21 do Thứ trưởng Ngoại giao Nguyễn Văn An chủ trì đã diễn ra ngày "
    "2/12/2025 tại Hải Phòng với 6 phiên họp.",
    "Bên lề hội nghị, Bộ trưởng Trần Văn Bình chúc mừng các đại biểu đã bế mạc phiên thảo luận của mình.",
    "Các đại biểu kể lại chuyến công tác 12 ngày ở châu Âu và hơn 40 cuộc gặp trong năm 2019.",
    "Hội nghị Ngoại giao lần thứ 33 bế mạc cuối tuần qua với nhiều kết quả.",
]


def test_what_is_said_of_another_event_or_loosely_is_no_fact(tmp_path: Path) -> None:
    assert facts_of(tmp_path, LOOSE) == {}


def test_one_end_of_a_stretch_of_days_is_no_date(tmp_path: Path) -> None:
    assert "when" not in facts_of(tmp_path, ["Hội nghị Ngoại giao lần thứ 33 diễn ra từ ngày 4 đến ngày 8/12/2025."])


def test_what_two_articles_state_alike_is_said_once(tmp_path: Path) -> None:
    sentence = "Sau 5 ngày làm việc, Hội nghị Ngoại giao lần thứ 33 bế mạc chiều 8/12/2025 với 12 phiên họp"
    for name in ("a", "b"):
        text = f"Bế mạc Hội nghị Ngoại giao lần thứ 33, tin {name}\n\n{sentence} và bài {name} kể lại."
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    facts = Searcher(read_corpus(tmp_path)).summary(33).facts
    assert len(facts) == len({(fact.kind, fact.text) for fact in facts})
    assert FactKind.SESSIONS in {fact.kind for fact in facts}


FIRM = {
    "opened": (
        "Sáng 4/12/2025, Hội nghị Ngoại giao lần thứ 33 khai mạc với sự tham dự của đông đảo đại biểu.",
        "Sáng 4/12/2025",
    ),
    "chaired": (
        "Bộ trưởng Ngoại giao Trần Văn Bình chủ trì Hội nghị Ngoại giao lần thứ 33.",
        "Bộ trưởng Ngoại giao Trần Văn Bình",
    ),
    "attended": ("Thủ tướng Lê Văn Cường đến dự Hội nghị Ngoại giao lần thứ 33 và chỉ đạo.", "Thủ tướng Lê Văn Cường"),
    "sessions": ("Hội nghị Ngoại giao lần thứ 33 có 17 phiên họp toàn thể.", "17 phiên họp"),
}


@pytest.mark.parametrize("kind", FIRM)
def test_what_is_said_in_so_many_words_is_a_fact_in_any_article(tmp_path: Path, kind: str) -> None:
    sentence, span = FIRM[kind]
    assert span in facts_of(tmp_path, [sentence]).get(kind, "")


def facts_of(folder: Path, sentences: list[str]) -> dict[str, str]:
    """The facts of the 33rd conference from an article of these sentences."""
    title = "Bàn việc tại Hội nghị Ngoại giao lần thứ 33"
    (folder / "33.txt").write_text("\n\n".join([title, *sentences]), "utf-8")
    return {fact.kind.value: fact.text for fact in Searcher(read_corpus(folder)).summary(33).facts}


words = st.sampled_from(
    "hội nghị ngoại giao kinh tế đa phương Đây là Do đó Đồng thời phiên họp 23 ngày chủ trì Hà Nội đó, Sơn …".split()
)
sentence_texts = st.lists(words, min_size=1, max_size=40).map(" ".join)


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    """Any corpus of one to three articles, about one conference or several."""
    articles: list[Article] = []
    sentences: list[Sentence] = []
    for number in range(draw(st.integers(1, 3))):
        conference = draw(st.sampled_from([7, 33]))
        texts = draw(st.lists(sentence_texts, min_size=1, max_size=30))
        whole = "\n".join(texts)
        articles.append(Article(f"bai{number}", f"bai{number}.txt", whole, "Bài", conference))
        for paragraph, match in enumerate(re.finditer(r".+", whole), start=1):
            place = (match.start(), match.end(), match[0])
            sentences.append(Sentence(len(sentences), f"bai{number}", conference, paragraph, *place))
    return Corpus(tuple(articles), tuple(sentences))


@given(corpora(), st.data())
def test_any_corpus(corpus: Corpus, data: st.DataObject) -> None:
    """Whatever is answered, sound or not, the summary holds to its rules."""

    def ask(question: str) -> Answer:
        sentence = data.draw(st.sampled_from(corpus.sentences))
        start = data.draw(st.integers(0, len(sentence.text) - 1))
        end = data.draw(st.integers(start + 1, len(sentence.text)))
        conference = corpus.conference(sentence.conference)
        return Answer(question, (Quote(sentence, corpus.article(sentence.article), conference, headline=(start, end)),))

    made = Summarizer(corpus, ask, lambda s: dict.fromkeys(s.text.split(), 1.0))
    for conference in corpus.held:
        assert_sound(made.summary(conference.number), corpus)


def test_a_great_many_sentences_take_no_great_while() -> None:
    texts = [
        f"Hội nghị bàn việc thứ {n} và nhiều việc khác nữa của ngành ngoại giao năm {n % 90}." for n in range(3000)
    ]
    article = Article("bai", "bai.txt", "\n".join(texts), "Bài", 33)
    sentences = tuple(Sentence(n, "bai", 33, 1, 0, len(text), text) for n, text in enumerate(texts))
    corpus = Corpus((article,), sentences)
    made = Summarizer(corpus, lambda q: Answer(q, ()), lambda s: dict.fromkeys(s.text.split(), 1.0))
    assert 1 <= len(made.summary(33).sentences) <= MOST


def test_facts_know_their_words() -> None:
    sentence = Sentence(0, "bai", 33, 1, 0, 12, "23 phiên họp")
    quote = Quote(sentence, Article("bai", "bai.txt", "", "", 33), Conference(33), headline=(0, 8))
    assert Fact(FactKind.SESSIONS, quote).text == "23 phiên"
