"""An article in the chat: one page of it, or the list of all."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.compose import Composer, Message
from bot.display import Run, runs, web_link
from bot.reading.links import article_key, sentence_key
from bot.reading.pages import Page, page_with, pages_of
from bot.texts import Phrases
from bot.views import source_view
from retrieval.corpus.model import Article, Sentence

ARTICLE, SHELF = "bb", "kb"
_LISTED, _ROW = 6, 3
Shown = tuple[Message, InlineKeyboardMarkup]


class ArticleCards:
    """Makes pages and lists in the language of the reader."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def page(self, article: Article, number: int | None, cited: Sentence | None, language: str) -> Shown:
        """A page of an article, by its number, or for None the one with the cited sentence; its buttons."""
        say = self._composer.phrases(language)
        pages = pages_of(article)
        at = page_with(pages, cited) if cited else 0
        page = pages[at if number is None else min(max(number, 0), len(pages) - 1)]
        values = {
            "source": source_view(article, say),
            "place": say("page.of", page=page.number + 1, pages=page.count) if page.count > 1 else "",
            "marked": _where(page, cited, say),
            "paragraphs": [_paragraph(article, span, cited) for span in page.paragraphs],
        }
        message = self._composer.fitting("article.html.j2", [(values, ())], language)
        return message, _page_buttons(article, page, at, cited, say)

    def shelf(self, articles: Sequence[Article], page: int, language: str, line: str = "article.menu") -> Shown:
        """A page of the list of articles to choose from."""
        say = self._composer.phrases(language)
        pages = max(1, -(-len(articles) // _LISTED))
        page = min(max(page, 0), pages - 1)
        first = page * _LISTED
        shown = articles[first : first + _LISTED]
        buttons = [
            _button(say("article.number", number=number), f"{ARTICLE}:{article_key(each.id)}:0:")
            for number, each in enumerate(shown, start=first + 1)
        ]
        rows = [buttons[at : at + _ROW] for at in range(0, len(buttons), _ROW)]
        rows.append(_turning(SHELF, page, pages, say))
        values = {
            "head": say(line),
            "place": say("page.of", page=page + 1, pages=pages) if pages > 1 else "",
            "rows": [(number, source_view(each, say)) for number, each in enumerate(shown, start=first + 1)],
        }
        message = self._composer.fitting("articles.html.j2", [(values, ())], language)
        return message, InlineKeyboardMarkup([row for row in rows if row])


def _paragraph(article: Article, span: tuple[int, int], cited: Sentence | None) -> tuple[Run, ...]:
    return runs(article.text, [(cited.start, cited.end)] if cited else [], span)


def _where(page: Page, cited: Sentence | None, say: Phrases) -> str:
    """Which paragraph of the page holds the cited sentence: bold type alone is not heard when it is read aloud."""
    for number, (start, end) in enumerate(page.paragraphs, start=1):
        if cited and start <= cited.start < end:
            return say("article.cited", paragraph=number)
    return ""


def _page_buttons(
    article: Article, page: Page, with_cited: int, cited: Sentence | None, say: Phrases
) -> InlineKeyboardMarkup:
    key = sentence_key(cited) if cited else ""
    back = f"{ARTICLE}:{article_key(article.id)}:{with_cited}:{key}"
    rows = [_turning(f"{ARTICLE}:{article_key(article.id)}", page.number, page.count, say, f":{key}")]
    if cited and page.number != with_cited:
        rows.append([_button(say("article.to_cited"), back)])
    rows.append([_button(say("article.others"), f"{SHELF}:0")])
    if original := web_link(article.link):
        rows[-1].append(InlineKeyboardButton(say("article.original"), url=original))
    return InlineKeyboardMarkup([row for row in rows if row])


def _turning(prefix: str, page: int, pages: int, say: Phrases, suffix: str = "") -> list[InlineKeyboardButton]:
    before = [_button(say("page.before"), f"{prefix}:{page - 1}{suffix}")] if page > 0 else []
    after = [_button(say("page.after"), f"{prefix}:{page + 1}{suffix}")] if page + 1 < pages else []
    return before + after


def _button(label: str, carries: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=carries)
