"""Values of `retrieval` for tests: hand-made ones, and strategies for any."""

import datetime
from dataclasses import replace

from hypothesis import strategies as st

from retrieval.corpus.model import Article, Conference, Sentence
from retrieval.evidence import Answer, Quote, Reason, Refusal
from retrieval.facts import Fact, FactKind
from retrieval.summary import KeySentence, Summary

NASTY = [
    "<b>",
    "</blockquote>",
    "&amp;",
    "&",
    "\x00",
    "\u202e",
    "\u200d",
    "\ud800",
    "“",
    '"',
    "\n",
    "…",
    " ",
    "🇻🇳",
    "a.a.",
]
texts = st.text(max_size=80) | st.lists(st.sampled_from(NASTY) | st.text(max_size=20), max_size=20).map("".join)
long_texts = texts | st.builds(lambda text, times: text * times, texts, st.integers(1, 300))
conferences = st.builds(
    Conference,
    number=st.integers(0, 10_000),
    year=st.none() | st.integers(1945, 2100),
    opened=st.none() | st.dates(),
    closed=st.none() | st.dates(),
    known_from=texts,
)
several = st.lists(conferences, max_size=30).map(tuple)


def sentence(text: str, *, position: int = 1, paragraph: int = 1, conference: int = 29) -> Sentence:
    return Sentence(position, "bai", conference, paragraph, 0, len(text), text)


def article(title: str = "Bế mạc Hội nghị", *, conference: int = 29, link: str = "", titled: bool = True) -> Article:
    date = datetime.date(2016, 8, 26)
    return Article("bai", "bai.txt", "", title, conference, date, "VOV5", "", link, titled)


@st.composite
def spans(draw: st.DrawFn, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, len(text)))
    return start, draw(st.integers(start, len(text)))


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    text = draw(long_texts)
    about = draw(st.integers(1, 100))
    written = Article(
        id="bai",
        file="bai.txt",
        text=text,
        title=draw(long_texts),
        conference=about,
        date=draw(st.none() | st.dates()),
        publisher=draw(texts),
        link=draw(st.sampled_from(["", "https://vov5.vn/a?b=1&c=%22", "javascript:1", 'http://x/"><b>']) | texts),
        titled=draw(st.booleans()),
    )
    return Quote(
        sentence=sentence(text, conference=about),
        article=written,
        conference=draw(st.just(Conference(about)) | conferences),
        matched=tuple(draw(st.lists(spans(text), max_size=6))),
        headline=draw(st.none() | spans(text)),
        clause=draw(st.none() | spans(text)),
        before=draw(st.none() | long_texts.map(lambda before: sentence(before, position=0))),
    )


answers = st.builds(
    Answer,
    question=texts,
    quotes=st.lists(quotes(), min_size=1, max_size=6).map(tuple),
    silent=several,
    missing=several,
    others=several,
    mention=st.none() | conferences,
)
refusals = st.builds(
    Refusal,
    question=texts,
    reason=st.sampled_from(Reason),
    sought=st.lists(long_texts, max_size=6).map(tuple),
    asked=several,
    missing=several,
    held=several,
    nearest=st.none() | quotes(),
    suggestions=st.lists(long_texts, max_size=6).map(tuple),
)


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    quote = draw(quotes())
    return Fact(draw(st.sampled_from(FactKind)), replace(quote, headline=draw(spans(quote.sentence.text))))


summaries = st.builds(
    Summary,
    conference=conferences,
    facts=st.lists(facts(), max_size=6).map(tuple),
    sentences=st.lists(quotes(), max_size=6).map(
        lambda found: tuple(KeySentence(quote, rank) for rank, quote in enumerate(found, start=1))
    ),
)
