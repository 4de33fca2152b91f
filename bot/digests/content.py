"""What a digest says: a conference, a theme, or the articles that were added; sentences word for word, each cited."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answering import Answering, Knowledge
from bot.buttons import shown_at_first
from bot.cards import Cards
from bot.compose import Cited, Composer, Message
from bot.digests.rotation import CONFERENCE, NEWS, THEME, keys_of, order
from bot.digests.schedule import Rhythm
from bot.digests.subscription import Subscription
from bot.recent import Recent
from bot.views import Block, block_views
from bot.wording import command
from retrieval.corpus.model import Article
from retrieval.evidence import Answer, Quote

_KEPT = 500
_MOST_ARTICLES = 10
_CUT = 300


@dataclass(frozen=True, slots=True)
class Content:
    """A digest: its short name, for the store, and the message."""

    key: str
    message: Message


class Contents:
    """Composes digests; many chats get the same one, which is made once. Blocks while it searches."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._made: Recent[tuple[object, ...], Message | None] = Recent(_KEPT)

    def next(self, wanted: Subscription, bot: str, untold: Mapping[str, int]) -> Content | None:
        """The next digest of a subscription, None when there is nothing to say.

        `bot` is the bot's username, `untold` the articles that came since the last one, with the numbers of their
        additions.
        """
        known = self._answering.knowledge
        if wanted.schedule.rhythm is not Rhythm.NEWS:
            keys = order(keys_of(known), wanted.shown)
            made = ((key, self._once(known, wanted, key, bot)) for key in keys)
            return next((Content(key, message) for key, message in made if message), None)
        key = f"{NEWS}:{max(untold.values(), default=wanted.told)}"
        added = [article for article in known.corpus.articles if article.id in untold]
        if not added and not wanted.missed:
            return None
        return Content(key, self._news(known, wanted, added, bot))

    def _once(self, known: Knowledge, wanted: Subscription, key: str, bot: str) -> Message | None:
        command_of_place = _command(wanted, "huydangky", bot)
        made_for = (known.corpus.fingerprint, key, wanted.language, wanted.schedule.rhythm, wanted.missed)
        name = (*made_for, command_of_place)
        if (kept := self._made.find(name)) is None:
            kept = self._compose(known, wanted, key, bot)
            self._made.keep(name, kept)
        return kept

    def _compose(self, known: Knowledge, wanted: Subscription, key: str, bot: str) -> Message | None:
        kind, _, which = key.partition(":")
        if kind == CONFERENCE:
            summary = known.searcher.summary(int(which))
            count = shown_at_first(len(summary.sentences))
            return Cards(self._framed(wanted, bot)).summary(summary, count, wanted.language)
        return self._theme(known, wanted, which, bot)

    def _theme(self, known: Knowledge, wanted: Subscription, which: str, bot: str) -> Message | None:
        """What each conference says on a theme; None where no sentence answers."""
        topic = next(theme for theme in known.topics if theme.key == which).name("vi")
        say = self._answering.composer.phrases(wanted.language)
        result = known.searcher.answer(say("topic.question", topic=topic)).result
        if not isinstance(result, Answer):
            return None
        about = say("topic.about", topic=topic)
        return self._framed(wanted, bot).render(result, wanted.language, known.corpus.held, asked=about)

    def _news(self, known: Knowledge, wanted: Subscription, added: Sequence[Article], bot: str) -> Message:
        composer = self._framed(wanted, bot, len(added))
        if not added:
            return composer.lines([])
        say = composer.phrases(wanted.language)
        blocks = [Block(_quote_from(known, article)).cut(_CUT) for article in added[:_MOST_ARTICLES]]

        def candidates() -> Iterator[tuple[Mapping[str, Any], Cited]]:
            for count in range(len(blocks), 0, -1):
                shown, rest = blocks[:count], len(added) - count
                notes = [say("digest.more", count=rest, command=_command(wanted, "nguon", bot))] if rest else []
                cited = tuple((block.quote.sentence, block.quote.article) for block in shown)
                views = block_views(shown, say, headed=True)
                yield {"asked": "", "blocks": views, "notes": notes, "more": 0}, cited

        return composer.fitting("answer.html.j2", candidates(), wanted.language)

    def _framed(self, wanted: Subscription, bot: str, added: int = 0) -> Composer:
        """A composer whose messages say why they come, what may have been missed, and how to end them."""
        composer = self._answering.composer
        say, schedule = composer.phrases(wanted.language), wanted.schedule
        lines = [say("digest.missed", what=self._missed(wanted, bot))] if wanted.missed else []
        if schedule.rhythm is not Rhythm.NEWS or added:
            weekday = say(f"digest.weekday_{schedule.weekday}")
            lines.append(say(f"digest.head_{schedule.rhythm}", weekday=weekday, count=added))
        foot = say("digest.foot", command=_command(wanted, "huydangky", bot))
        return composer.framed("\n".join(lines), foot)

    def _missed(self, wanted: Subscription, bot: str) -> str:
        """What may not have come, and the command that shows it."""
        say = self._answering.composer.phrases(wanted.language)
        kind, _, which = wanted.missed.partition(":")
        if kind == CONFERENCE:
            return f"{say.conferences([int(which)])} ({_command(wanted, 'tomtat', bot)} {which})"
        theme = next((each for each in self._answering.knowledge.topics if each.key == which), None)
        if kind == THEME and theme:
            return f"“{theme.name('vi')}” ({_command(wanted, 'chude', bot)} {theme.name('vi').lower()})"
        return f"{say('digest.news')} ({_command(wanted, 'nguon', bot)})"


def contents_of(articles: Sequence[Article]) -> Mapping[str, str]:
    """A digest of the content of each article, by its name."""
    return {each.id: hashlib.sha256(each.text.encode("utf-8", "surrogatepass")).hexdigest() for each in articles}


def _command(wanted: Subscription, name: str, bot: str) -> str:
    return command(name, bot, alone=wanted.place.chat > 0)


def _quote_from(known: Knowledge, article: Article) -> Quote:
    """The sentence that stands best for an article, or its first."""
    summary = known.searcher.summary(article.conference)
    of_article = [each for each in summary.sentences if each.quote.article.id == article.id]
    if of_article:
        return min(of_article, key=lambda each: each.rank).quote
    first = next(each for each in known.corpus.sentences if each.article == article.id)
    return Quote(first, article, known.corpus.conference(article.conference))
