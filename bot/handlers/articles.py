"""`/baiviet` and the links in citations: the articles, page by page, with the cited sentence marked."""

import re

from telegram import Update
from telegram.ext import ContextTypes, filters

from bot.answering import Answering, Knowledge, language_for
from bot.asking import argument_of
from bot.pressing import change, toast
from bot.reading.cards import ARTICLE, SHELF, ArticleCards, Shown
from bot.reading.links import KEY, read_payload
from bot.replying import language_code, reply

PRESSED = re.compile(rf"^(?:{ARTICLE}:{KEY}:\d{{1,4}}:(?:{KEY})?|{SHELF}:\d{{1,4}})$")
LINKED = filters.Regex(re.compile(r"^/start(?:@\w+)?\s+\S"))


class Articles:
    """Opens articles."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._cards = ArticleCards(answering.composer)

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The command: the list, or what there is on the conferences named; one article alone is opened."""
        message = update.effective_message
        if message is None:
            return
        language = language_for(language_code(update))
        known, named = self._answering.knowledge, argument_of(message)
        numbers = known.searcher.named(named).numbers if named else ()
        found = [article for article in known.shelf.articles if article.conference in numbers]
        if len(found) == 1:
            await reply(message, *self._cards.page(found[0], 0, None, language))
        elif found:
            await reply(message, *self._cards.shelf(found, 0, language))
        else:
            line = "article.unknown" if named else "article.menu"
            await reply(message, *self._cards.shelf(known.shelf.articles, 0, language, line))

    async def opened(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A link was followed: its sentence in its article; what is not there any more is said."""
        message = update.effective_message
        if message is None:
            return
        language, known = language_for(language_code(update)), self._answering.knowledge
        place = read_payload(argument_of(message))
        if place is None:
            await reply(message, *self._cards.shelf(known.shelf.articles, 0, language, "article.bad_link"))
            return
        shown, gone = self._found(known, place.article, None, place.sentence, language)
        if gone:
            await reply(message, self._answering.composer.line(gone, language))
        await reply(message, *shown)

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Another page, the list, or an article of it: the message changes in place."""
        query = update.callback_query
        if query is None:
            return
        composer, language = self._answering.composer, language_for(language_code(update))
        known = self._answering.knowledge
        kind, *rest = (query.data or "").split(":")
        gone = ""
        if kind == SHELF:
            shown = self._cards.shelf(known.shelf.articles, int(rest[0]), language)
        else:
            shown, gone = self._found(known, rest[0], int(rest[1]), rest[2], language)
        changed = await change(query, *shown)
        line = gone if changed else "summary.old"
        await toast(query, composer.phrase(line, language) if line else "")

    def _found(
        self, known: Knowledge, article_key: str, page: int | None, sentence_key: str, language: str
    ) -> tuple[Shown, str]:
        """The page, or the list where the article is gone; and the text that says what is gone."""
        article = known.shelf.article(article_key)
        if article is None:
            return self._cards.shelf(known.shelf.articles, 0, language), "article.gone"
        cited = known.shelf.sentence(article, sentence_key)
        return self._cards.page(article, page, cited, language), "article.changed" if sentence_key and not cited else ""
