"""Messages about whole conferences: a summary, an overview of several. Nothing in them but spans and sentences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from bot.compose import Cited, Composer, Message
from bot.display import ELLIPSIS, Run, sendable, shorten
from bot.listings import ConferenceView, conference_views
from bot.texts import Phrases
from bot.views import Block, BlockView, SourceView, block_views, headline_of, source_view
from retrieval.evidence import Quote
from retrieval.facts import Fact, FactKind
from retrieval.summary import Summary

_CUTS = (1000, 400, 150)
# An overview tells this much of each: so many characters of a quote, so many facts; less where it does not fit.
_BRIEFER = ((300, 6), (150, 6), (80, 3), (40, 1), (40, 0))
# What the overview tells of a conference in one line; its theme stands apart.
_BRIEF = (FactKind.CLOSED, FactKind.LENGTH, FactKind.SESSIONS, FactKind.OPINIONS, FactKind.DELEGATES)


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as shown: what it is about, and the exact words."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class FactGroup:
    """The facts from one article, and that article, unless it is named elsewhere in the message."""

    rows: tuple[FactRow, ...]
    source: SourceView | None


@dataclass(frozen=True, slots=True)
class KeyView:
    """A sentence as shown, after the one it leans on: who reads a summary reads in the order of the article."""

    before: str
    shown: tuple[Run, ...]
    folded: bool
    source: SourceView | None


@dataclass(frozen=True, slots=True)
class BriefView:
    """A conference in an overview."""

    conference: ConferenceView
    rows: tuple[FactRow, ...]
    label: str
    quote: str
    sources: tuple[SourceView, ...]


class Cards:
    """Makes them in the language of the reader; never over 4096 characters."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def summary(self, summary: Summary, count: int, language: str = "vi") -> Message:
        """The facts and the ``count`` best sentences of a conference; fewer where they do not fit."""
        say = self._composer.phrases(language)
        return self._composer.fitting("summary.html.j2", _summary_candidates(summary, count, say), language)

    def overview(self, summaries: Sequence[Summary], page: tuple[int, int], language: str = "vi") -> Message:
        """A few lines for each of several conferences; ``page`` is the number of this page, from 0, and of all."""
        say = self._composer.phrases(language)
        return self._composer.fitting("overview.html.j2", _overview_candidates(summaries, page, say), language)


def _summary_candidates(summary: Summary, count: int, say: Phrases) -> Iterator[tuple[Mapping[str, Any], Cited]]:
    """All that was asked for, then fewer sentences, then shorter ones, then none, then fewer facts."""
    for fewer in range(min(count, len(summary.sentences)), 0, -1):
        yield _summary_values(summary, [Block(quote) for quote in summary.best(fewer)], say)
    for limit in _CUTS:
        yield _summary_values(summary, [Block(quote).cut(limit) for quote in summary.best(1)], say)
    for fewer in range(len(summary.facts), -1, -1):
        yield _summary_values(replace(summary, facts=summary.facts[:fewer]), [], say)


def _summary_values(summary: Summary, blocks: Sequence[Block], say: Phrases) -> tuple[Mapping[str, Any], Cited]:
    own = summary.conference.number
    quotes = [*(fact.quote for fact in summary.facts), *(block.quote for block in blocks)]
    single = len({quote.article.id for quote in quotes}) == 1 and bool(blocks)
    values = {
        "conference": _conference_view(summary, say),
        "groups": _fact_groups(summary.facts, own, say, named_below=single),
        "keys": _keys(blocks, say),
    }
    return values, _cited(quotes)


def _keys(blocks: Sequence[Block], say: Phrases) -> tuple[KeyView, ...]:
    """The sentences without headings: the conference stands at the top of the card."""
    views = block_views(blocks, say, headed=True)
    return tuple(_key(block, view) for block, view in zip(blocks, views, strict=True))


def _key(block: Block, view: BlockView) -> KeyView:
    near = block.leans_on is not None and block.leans_on.paragraph == block.quote.sentence.paragraph
    before = f"{view.before}{' ' if near else f' {ELLIPSIS} '}" if view.before else ""
    return KeyView(before, view.shown, view.folded or bool(before), view.source)


def _fact_groups(facts: Sequence[Fact], own: int, say: Phrases, named_below: bool) -> tuple[FactGroup, ...]:
    """The facts by article, the article with the first fact first."""
    order = list(dict.fromkeys(fact.quote.article.id for fact in facts))
    by_article = groupby(sorted(facts, key=lambda f: order.index(f.quote.article.id)), lambda f: f.quote.article)
    return tuple(
        FactGroup(
            tuple(fact_row(fact, say) for fact in group),
            None if named_below else source_view(article, say, article.conference != own, group[0].quote.sentence),
        )
        for article, group in ((article, tuple(found)) for article, found in by_article)
    )


def fact_row(fact: Fact, say: Phrases) -> FactRow:
    """A fact with its label."""
    return FactRow(say(f"fact.{fact.kind}"), headline_of(fact.quote))


def _conference_view(summary: Summary, say: Phrases) -> ConferenceView:
    return conference_views([summary.conference], {}, say)[0]


def _overview_candidates(
    summaries: Sequence[Summary], page: tuple[int, int], say: Phrases
) -> Iterator[tuple[Mapping[str, Any], Cited]]:
    for limit, facts in _BRIEFER:
        shorter = [replace(summary, facts=_brief_facts(summary)[:facts]) for summary in summaries]
        values = {"views": tuple(_brief(each, limit, say) for each in shorter), "page": page[0] + 1, "pages": page[1]}
        yield values, _cited([quote for each in shorter for quote in _brief_quotes(each)])


def _brief(summary: Summary, limit: int, say: Phrases) -> BriefView:
    """The short facts in one line, then the theme, or for want of one the sentence that stands best for it."""
    quotes = _brief_quotes(summary)
    said = headline_of(quotes[-1]) or sendable(quotes[-1].sentence.text) if quotes else ""
    own = summary.conference.number
    rows = [fact_row(fact, say) for fact in summary.facts if fact.kind is not FactKind.THEME]
    return BriefView(
        _conference_view(summary, say),
        tuple(replace(row, text=shorten(row.text, limit)) for row in rows),
        say("fact.theme") if any(fact.kind is FactKind.THEME for fact in summary.facts) else "",
        shorten(said, limit),
        tuple(source_view(q.article, say, q.article.conference != own, q.sentence) for q in _firsts(quotes)),
    )


def _brief_facts(summary: Summary) -> tuple[Fact, ...]:
    """The theme and what fits into one line, the theme first: it is what is kept longest."""
    themes = [fact for fact in summary.facts if fact.kind is FactKind.THEME][:1]
    return (*themes, *(fact for fact in summary.facts if fact.kind in _BRIEF))


def _brief_quotes(summary: Summary) -> list[Quote]:
    """What an overview quotes of a conference, the theme or the sentence in its place last."""
    facts = [fact.quote for fact in summary.facts if fact.kind is not FactKind.THEME]
    theme = [fact.quote for fact in summary.facts if fact.kind is FactKind.THEME]
    return facts + (theme or list(summary.best(1)))


def _firsts(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The first quote of each article."""
    firsts: dict[str, Quote] = {}
    for quote in quotes:
        firsts.setdefault(quote.article.id, quote)
    return tuple(firsts.values())


def _cited(quotes: Sequence[Quote]) -> Cited:
    found = [(sentence, q.article) for q in quotes for sentence in (q.sentence, q.before) if sentence]
    return tuple(dict.fromkeys(found))
