"""What the templates of /hoinghi and /nguon show: conferences and articles as rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.display import one_line
from bot.texts import Phrases
from bot.views import SourceView, day, headline_of, source_view
from retrieval.corpus.model import Article, Conference, Corpus
from retrieval.evidence import Quote

_LONGEST_ORIGIN = 200


@dataclass(frozen=True, slots=True)
class ConferenceView:
    """A conference: when it met, by the operator's table (``origin`` says so), and its theme, if one is stated."""

    name: str
    dates: str
    origin: str
    theme: str
    source: SourceView | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """An article and the number of its sentences."""

    source: SourceView
    sentences: str


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """The articles about one conference."""

    name: str
    rows: tuple[SourceRow, ...]


def conference_views(
    conferences: Sequence[Conference], themes: Mapping[int, Quote], say: Phrases
) -> tuple[ConferenceView, ...]:
    """One view a conference, in the order given."""
    return tuple(_conference_view(each, themes.get(each.number), say) for each in conferences)


def _conference_view(conference: Conference, theme: Quote | None, say: Phrases) -> ConferenceView:
    dates = _dates(conference, say)
    return ConferenceView(
        name=say.conferences([conference.number]),
        dates=dates or say("conferences.undated"),
        origin=_origin(conference, say) if dates else "",
        theme=headline_of(theme) if theme else "",
        source=source_view(theme.article, say, False, theme.sentence) if theme else None,
    )


def _dates(conference: Conference, say: Phrases) -> str:
    if conference.opened and conference.closed:
        opened, closed = day(conference.opened, say), day(conference.closed, say)
        return say("conferences.dates", opened=opened, closed=closed)
    return say("conferences.year", year=conference.year) if conference.year else ""


def _origin(conference: Conference, say: Phrases) -> str:
    """Who says so: these dates are never an article's words."""
    known_from = one_line(conference.known_from, _LONGEST_ORIGIN)
    return say("conferences.known_from", known_from=known_from) if known_from else say("conferences.operator")


def source_groups(articles: Sequence[Article], corpus: Corpus, say: Phrases) -> tuple[SourceGroup, ...]:
    """The articles by conference, in the order given."""
    counts = Counter(sentence.article for sentence in corpus.sentences)
    return tuple(
        SourceGroup(
            say.conferences([number]),
            tuple(
                SourceRow(
                    source_view(article, say, with_conference=False),
                    say("sources.sentences", count=counts[article.id]),
                )
                for article in group
            ),
        )
        for number, group in groupby(articles, key=lambda article: article.conference)
    )
