"""`/xoa`: an article is set aside, after a question whether it is meant; it can be brought back."""

import re
import unicodedata

import telegram
from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.answering import Answering, language_for
from bot.asking import argument_of
from bot.display import one_line
from bot.following import Following, Told, edit
from bot.operating.building import Progress
from bot.operating.changes import Failed, Reloaded
from bot.operating.desk import Desk
from bot.operating.edits import Edit, Return, SettingAside, key_of, set_aside
from bot.operating.words import outcome_lines
from bot.operators import Confidant, Operators
from bot.pressing import change, toast
from bot.replying import language_code
from bot.store.corpus_journal import Action
from bot.texts import Phrases
from retrieval.corpus import Article
from retrieval.text.syllables import tokens

PRESSED = re.compile(r"^xo:[hcrt]:[0-9a-f]{0,16}$")
_MOST = 8
_LONGEST_LABEL = 60


class Removing:
    """Sets aside and brings back."""

    def __init__(
        self, answering: Answering, desk: Desk, operators: Operators, following: Following, confidant: Confidant
    ) -> None:
        self._answering = answering
        self._desk = desk
        self._operators = operators
        self._following = following
        self._confidant = confidant
        self._composer = following.composer
        self._moving: set[str] = set()

    async def asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """The command, with words of an article's title or file name; bare, it shows what was set aside."""
        if update.effective_message is None:
            return
        wanted = one_line(argument_of(update.effective_message), 150)
        say = self._composer.phrases(language_for(language_code(update)))
        if wanted:
            found = self._matching(wanted)
            key = "removing.which" if found else "removing.none"
            rows = [_button(_label(each), "h", each.file) for each in found[:_MOST]]
            lines = [say(key, words=wanted)]
            lines += [say("removing.more", count=len(found) - _MOST)] if len(found) > _MOST else []
        else:
            names = set_aside(self._desk.aside)
            rows = [
                _button(say("removing.return_one", file=name[:_LONGEST_LABEL]), "r", name) for name in names[:_MOST]
            ]
            lines = [say("removing.how"), *([say("removing.aside")] if names else [])]
        await self._confidant.tell(update, self._composer.lines(lines), InlineKeyboardMarkup(rows) if rows else None)

    async def pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """An article chosen, the choice confirmed or taken back, or an article brought back."""
        query = update.callback_query
        if query is None or not self._operators.has(query.from_user):
            await toast(query) if query else None
            return
        _, what, key = (query.data or "").split(":")
        language = language_for(language_code(update))
        name = self._named(what, key)
        if what == "t":
            await change(query, self._composer.line("removing.stays", language))
        elif name is None:
            await change(query, self._composer.line("removing.gone", language))
        elif what == "h":
            await self._confirm(query, name, language)
        else:
            await self._do(update, context, query, what, name, language)
        await toast(query)

    async def _confirm(self, query: CallbackQuery, name: str, language: str) -> None:
        say = self._composer.phrases(language)
        article = next(each for each in self._answering.knowledge.corpus.articles if each.file == name)
        line = self._composer.line("removing.sure", language, title=one_line(article.title, 200), file=name)
        buttons = [
            *_button(say("removing.yes"), "c", name),
            InlineKeyboardButton(say("removing.no"), callback_data="xo:t:"),
        ]
        await change(query, line, InlineKeyboardMarkup([buttons]))

    async def _do(
        self,
        update: Update,
        context: ContextTypes.DEFAULT_TYPE,
        query: CallbackQuery,
        what: str,
        name: str,
        language: str,
    ) -> None:
        if not isinstance(query.message, telegram.Message) or name in self._moving:
            return
        aside = self._desk.aside
        made: Edit = SettingAside(name, aside) if what == "c" else Return(name, aside)
        action = Action.ASIDE if what == "c" else Action.RETURN
        await edit(query.message, self._composer.line(f"removing.{action}_begun", language))

        async def work(progress: Progress) -> Reloaded | Failed:
            try:
                return await self._desk.reloads.change(str(query.from_user.id), action, made, progress)
            finally:
                self._moving.discard(name)

        async def told(outcome: Reloaded | Failed) -> Told:
            say = self._composer.phrases(language)
            return self._told(outcome, action, name, say)

        self._moving.add(name)
        self._following.begin(update, context, query.message, work, told, language)

    def _told(self, outcome: Reloaded | Failed, action: Action, name: str, say: Phrases) -> Told:
        if isinstance(outcome, Failed):
            return self._composer.lines([say(f"removing.{action}_failed"), "", outcome.reason]), None
        lines = [say(f"removing.{action}_done", file=name), "", *outcome_lines(outcome, say)]
        back = InlineKeyboardMarkup([_button(say("removing.return"), "r", name)]) if action is Action.ASIDE else None
        return self._composer.lines(lines), back

    def _matching(self, wanted: str) -> list[Article]:
        """The articles whose file name is that, or whose title or file name has all of the words."""
        articles = self._answering.knowledge.corpus.articles
        exact = [each for each in articles if wanted in (each.file, each.id)]
        words = _words(wanted)
        return exact or [each for each in articles if words and words <= _words(f"{each.title} {each.file}")]

    def _named(self, what: str, key: str) -> str | None:
        """The file a button means, if it is still there."""
        articles = [each.file for each in self._answering.knowledge.corpus.articles]
        names = set_aside(self._desk.aside) if what == "r" else articles
        return next((name for name in names if key_of(name) == key), None)


def _words(text: str) -> frozenset[str]:
    text = unicodedata.normalize("NFC", text).replace("-", " ").replace(".", " ")
    return frozenset(token.folded for token in tokens(text))


def _label(article: Article) -> str:
    return one_line(f"{article.conference}: {article.title}", _LONGEST_LABEL)


def _button(text: str, what: str, name: str) -> list[InlineKeyboardButton]:
    return [InlineKeyboardButton(text, callback_data=f"xo:{what}:{key_of(name)}")]
