"""Whatever is typed: a reply, soon, and every quote word for word."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.corpus import Corpus
from retrieval.evidence import Answer, Quote, Reason, Refusal, Reply
from retrieval.search import MAX_QUESTION, Searcher


def check(corpus: Corpus, quote: Quote) -> None:
    """A quote is a sentence of its article, to the letter, and its spans lie in it."""
    sentence, article = quote.sentence, quote.article
    assert article is corpus.article(sentence.article)
    assert article.text[sentence.start : sentence.end] == sentence.text
    assert corpus.sentences[sentence.position] == sentence
    assert quote.conference.number == sentence.conference == article.conference
    spans = [*quote.matched, *([quote.headline] if quote.headline else []), *([quote.clause] if quote.clause else [])]
    for start, end in spans:
        assert 0 <= start < end <= len(sentence.text)
    assert all(a[1] <= b[0] for a, b in zip(quote.matched, quote.matched[1:], strict=False))
    if quote.before is not None:
        assert quote.before.article == sentence.article
        assert quote.before.end <= sentence.start
        assert article.text[quote.before.start : quote.before.end] == quote.before.text


def replied(searcher: Searcher, text: str) -> Answer | Refusal:
    """The result for any text, its quotes checked."""
    reply = searcher.answer(text)
    assert isinstance(reply, Reply)
    result = reply.result
    assert result.question == text
    if isinstance(result, Answer):
        assert result.quotes
        assert len({q.sentence.position for q in result.quotes}) == len(result.quotes)
    quotes = result.quotes if isinstance(result, Answer) else (result.nearest,) if result.nearest else ()
    for quote in quotes:
        check(searcher.corpus, quote)
    return result


WORDS = (
    "hội nghị ngoại giao lần thứ 29 30 31 32 28 33 XXXII năm 2016 2023 bế mạc khai mạc khi nào ở đâu ai chủ trì chủ đề "
    "bao nhiêu phiên họp mấy ngày nhiệm vụ trọng tâm Bùi Thanh Sơn nói gì về kinh tế so sánh và các mỗi còn vậy ông ấy "
    "hoi nghi be mac khi nao hnng dc bn ko 26/8 26-8-2016 Đại hội XIII vì sao ý nghĩa công dân đa phương Trung Quốc nào"
).split()
questions = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)


@given(questions)
@settings(max_examples=120)
def test_every_quote_of_a_likely_question_is_word_for_word(searcher: Searcher, question: str) -> None:
    replied(searcher, question)


@given(
    st.text(st.one_of(st.characters(), st.sampled_from("hội nghị29-/.?<>&\x00\ud800\u202e\u200d\u0300")), max_size=60)
)
@settings(max_examples=80)
def test_every_quote_of_any_text_is_word_for_word(searcher: Searcher, text: str) -> None:
    replied(searcher, text)


def test_sentences_asked_word_for_word_get_a_reply(searcher: Searcher) -> None:
    for sentence in searcher.corpus.sentences[::3]:
        replied(searcher, sentence.text)


EMPTY = ["", " ", "\n\t  \u3000", "😀", "👍🏽👨‍👩‍👧", "?!…", "\x00", "\u202e\u200d\ufeff", "\ud800", "— “” —", "***"]


@pytest.mark.parametrize("text", EMPTY)
def test_nothing_is_asked(searcher: Searcher, text: str) -> None:
    result = replied(searcher, text)
    assert isinstance(result, Refusal)
    assert result.reason is Reason.EMPTY


HOSTILE = {
    "dots": "a." * 2048,
    "dots and at": "a.a@" * 1024,
    "no space": "a" * 4096,
    "no space, with marks": "ngoại" * 819,
    "syllables that part": "hoinghi" * 585,
    "digits": "9" * 4096,
    "dates": "26/8/" * 819,
    "slashes": "/" * 4095 + "a",
    "numerals": "XXIX" * 1024,
    "capitals": "A " * 2048,
    "one word": "nghị " * 819,
    "conferences": "hội nghị 29 và " * 273,
    "range": "hội nghị 20 đến 29 đến 38 đến 47 đến 56 đến 65 " * 80,
    "marks": "o" + "\u0301" * 4000,
    "joiners": "hội\u200d" * 1024,
    "direction": "\u202ehội nghị 29\u202c" * 200,
    "surrogates": "hội \udcff nghị 29 \ud83d bế mạc",
    "nul": "hội\x00 nghị\x00 29 bế\x00 mạc khi nào\x00",
    "tags": "<script>alert('hội nghị 29')</script><b>bế mạc</i>&amp;&lt;" * 30,
    "quotes": "“\"'«" * 1024,
    "questions": "ai ở đâu khi nào vì sao bao nhiêu thế nào " * 90,
    "typing errors": "nghhị giaoo truơngg phiêmm " * 150,
    "other scripts": "会议 конференция مؤتمر การประชุม " * 120,
    "composed apart": unicodedata.normalize("NFD", "Chủ đề của hội nghị ngoại giao lần thứ 32 là gì? " * 50)[:4096],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_gets_a_reply(searcher: Searcher, name: str) -> None:
    """And soon: what takes quadratic time would take a quarter of a minute, on however slow a machine."""
    text = HOSTILE[name][:MAX_QUESTION]
    begun = time.process_time()
    replied(searcher, text)
    assert time.process_time() - begun < 8


@pytest.mark.parametrize("text", ["a" * 1_000_000, "nghị " * 250_000, "a." * 500_000, "\x00" * 1_000_000, " " * 5000])
def test_a_megabyte_is_too_long(searcher: Searcher, text: str) -> None:
    begun = time.process_time()
    result = replied(searcher, text)
    assert time.process_time() - begun < 8
    assert isinstance(result, Refusal)
    assert result.reason is Reason.TOO_LONG


@pytest.mark.parametrize(
    "text",
    [
        "hội nghị\x00 32 họp mấy phiên",
        "\u202ehội nghị 32 họp mấy phiên\u202c",
        "hội\u00ad nghị\u200b 32 họp\u200d mấy phiên",
        "hội nghị 32 \udcff họp mấy phiên",
        "<b>hội nghị 32 họp mấy phiên</b>",
        "<b>hội nghị 32</b> họp <i>mấy phiên</i>",
        "😀 hội nghị 32 họp mấy phiên 😀",
        unicodedata.normalize("NFD", "hội nghị 32 họp mấy phiên"),
        "  HỘI NGHỊ 32   HỌP MẤY PHIÊN ?!?!  ",
    ],
)
def test_dirt_around_a_question_does_not_hide_it(searcher: Searcher, text: str) -> None:
    result = replied(searcher, text)
    assert isinstance(result, Answer)
    assert "23 phiên họp" in result.quotes[0].sentence.text
