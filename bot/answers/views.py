"""What the buttons under an answer show."""

from telegram import InlineKeyboardMarkup

from bot.answering import Answered, Answering
from bot.answers.buttons import Offer, back_button, conference_buttons, other_buttons
from bot.answers.cards import Shown
from bot.answers.copying import long_copy
from bot.buttons import menu_buttons, shown_at_first, summary_buttons
from bot.cards import Cards
from bot.display import one_line
from retrieval.evidence import Answer, Said

_PAGE, _MOST = 3, 30
_LONGEST_QUESTION = 150


class AnswerViews:
    """Makes them in the language of whoever pressed; each blocks while it searches."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._cards = Cards(answering.composer)

    def others(self, answered: Answered, result: Answer, offer: Offer, page: int, language: str) -> Shown | None:
        """A page of what else was found, none of it shown in the answer; None when there is nothing."""
        composer, conversation = self._answering.composer, answered.reply.conversation
        shown = {quote.sentence.text for quote in result.quotes}
        searcher = self._answering.knowledge.searcher
        # First of the conferences asked about, then of the others.
        related = (*searcher.related_to(conversation, _MOST), *searcher.related_to(conversation, _MOST, anywhere=True))
        found = list({q.sentence.text: q for q in reversed(related) if q.sentence.text not in shown}.values())[::-1]
        if not found:
            return None
        pages = -(-len(found) // _PAGE)
        page = min(page, pages - 1)
        quotes = found[page * _PAGE : (page + 1) * _PAGE]
        message = composer.others(quotes, (page, pages), question_of(conversation.said), language)
        return message, other_buttons(offer, page, pages, composer.phrases(language))

    def conferences(self, offer: Offer, language: str) -> Shown:
        """The conferences the same can be asked of."""
        composer = self._answering.composer
        return composer.line("under.which", language), conference_buttons(offer, composer.phrases(language))

    def copied(self, result: Answer, offer: Offer, language: str) -> Shown:
        """The quotation with its citation as a block."""
        composer = self._answering.composer
        say = composer.phrases(language)
        return composer.block(say("under.copy_block"), long_copy(result.quotes, say)), back_button(offer, say)

    def summary(self, offer: Offer, language: str) -> Shown:
        """The summary of the conference; where there are several, the choice."""
        composer, known = self._answering.composer, self._answering.knowledge
        say = composer.phrases(language)
        if offer.number not in {conference.number for conference in known.corpus.held}:
            menu: InlineKeyboardMarkup = menu_buttons(known.corpus.held, 0, say)
            return composer.line("summary.menu", language), menu
        summary = known.searcher.summary(offer.number)
        count = len(summary.sentences)
        card = self._cards.summary(summary, shown_at_first(count), language)
        return card, summary_buttons(offer.number, shown_at_first(count), count, say)


def question_of(said: Said) -> str:
    """What was asked, as it was typed: one line."""
    return one_line(" – ".join(str(each) for each in said if isinstance(each, str)), _LONGEST_QUESTION)
