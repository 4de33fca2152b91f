"""Inline queries (`@bot câu hỏi` in any chat) and guest messages (the bot called into a chat it is no member of)."""

from collections.abc import Iterator, Sequence
from itertools import islice

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.answering import Answering
from bot.asking import question_of
from bot.buttons import shown_at_first
from bot.cards import Cards
from bot.compose import Message
from bot.conversations import Conversations, Place
from bot.display import one_line, sendable
from bot.replying import language_code
from retrieval.evidence import Answer, Conversation, Quote

# Seconds Telegram may show the same results to the same person: a reload of the corpus is seen at once.
CACHE_TIME = 10
_MOST_SENTENCES = 10
_PAGE = 10
_MOST_NAMED = 3
_LONGEST_TITLE, _LONGEST_LINE = 60, 120
_LATE = "query is too old"


class Inline:
    """Answers where the bot is called from elsewhere."""

    def __init__(self, answering: Answering, conversations: Conversations) -> None:
        self._answering = answering
        self._conversations = conversations
        self._cards = Cards(answering.composer)

    async def queried(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """An inline query: the answer and the sentences next to it; an empty one offers the summaries."""
        query = update.inline_query
        if query is None:
            return
        question = query.query.strip()
        language = self._answering.language_of(question, language_code(update))
        start = int(query.offset) if query.offset.isdecimal() else 0
        if question:
            results, following = await self._answering.aside(self._answers, question, language), ""
        else:
            results, following = await self._answering.aside(self._summaries, start, language)
        try:
            # Personal, because the language is: what one person was shown is not kept for another.
            await query.answer(results, cache_time=CACHE_TIME, is_personal=True, next_offset=following)
        except BadRequest as error:  # they have typed on
            if _LATE not in error.message.lower():
                raise

    async def guest(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A message that calls the bot as a guest: one message answers it, the same as anywhere."""
        message = update.guest_message
        if message is None or not message.guest_query_id:
            return
        composer, place = self._answering.composer, Place.of(message)
        question = question_of(message)
        language = self._answering.language_of(question, language_code(update))
        if question:
            answered = await self._answering.answer_aside(question, self._conversations.at(place), language)
            self._conversations.keep(place, answered.reply.conversation)
            shown = answered.message
        else:
            shown = composer.help(self._answering.example(language), language)
        title = composer.phrase("inline.answer", language)
        await message.answer_guest_query(_article("answer", title, "", shown))

    def _answers(self, question: str, language: str) -> list[InlineQueryResultArticle]:
        """The composed answer first, then cited sentences that it does not show, then the conferences named."""
        composer = self._answering.composer
        asked = composer.phrase("inline.asked", language, question=one_line(question, 256))
        answered = self._answering.answer(question, Conversation(), language, asked)
        title = composer.phrase("inline.answer" if answered.found else "inline.none", language)
        first = next((line for line in answered.message.text.splitlines()[1:] if line.strip()), "")
        results = [_article("answer", title, first, answered.message)]
        shown = {sentence.position for sentence, _ in answered.message.cited}
        for quote in islice(self._others(question, shown), _MOST_SENTENCES):
            sentence = composer.render(Answer(question, (quote,)), language)
            results.append(_article(f"s{quote.sentence.position}", *_described(quote), sentence))
        return results + self._named(question, language)

    def _named(self, question: str, language: str) -> list[InlineQueryResultArticle]:
        """Last, the summaries of the conferences named."""
        known = self._answering.knowledge
        held = {conference.number for conference in known.corpus.held}
        numbers = [number for number in known.searcher.named(question).numbers if number in held]
        return [self._summary(number, language) for number in numbers[:_MOST_NAMED]]

    def _others(self, question: str, shown: set[int]) -> Iterator[Quote]:
        related = self._answering.knowledge.searcher.related(question, _MOST_SENTENCES + len(shown))
        return (quote for quote in related if quote.sentence.position not in shown)

    def _summaries(self, start: int, language: str) -> tuple[list[InlineQueryResultArticle], str]:
        """A page of the conferences, the newest first, and where the next page begins."""
        known = self._answering.knowledge
        newest = sorted((each.number for each in known.corpus.held), reverse=True)
        results = [self._summary(number, language) for number in newest[start : start + _PAGE]]
        return results, str(start + _PAGE) if start + _PAGE < len(newest) else ""

    def _summary(self, number: int, language: str) -> InlineQueryResultArticle:
        composer, summary = self._answering.composer, self._answering.knowledge.searcher.summary(number)
        name = composer.phrases(language).conferences([number])
        card = self._cards.summary(summary, shown_at_first(len(summary.sentences)), language)
        told: Sequence[str] = [fact.text for fact in summary.facts] or [q.sentence.text for q in summary.best(1)]
        title = composer.phrase("inline.summary", language, conference=name)
        return _article(f"c{number}", title, " · ".join(told), card)


def _described(quote: Quote) -> tuple[str, str]:
    """The title of a sentence among the results, and whose it is."""
    start = quote.clause[0] if quote.clause else 0
    return sendable(quote.sentence.text[start:]), f"{quote.conference.label} · {quote.article.title}"


def _article(name: str, title: str, line: str, message: Message) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        message.html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    shown = one_line(title, _LONGEST_TITLE) or "…"
    return InlineQueryResultArticle(name, shown, content, description=one_line(line, _LONGEST_LINE) or None)
