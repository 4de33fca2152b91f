"""The Application: every handler is registered here, and the order is explained here."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any, cast

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    BaseRateLimiter,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.allowance import Allowance
from bot.answering import Answering
from bot.asking import MEANT_FOR_US, SENT_THROUGH_US
from bot.conversations import Conversations
from bot.digests.clock import Clock
from bot.digests.delivery import Digests
from bot.following import Following
from bot.handlers.adding import LINK, Adding
from bot.handlers.adding import PRESSED as DRAFT_PRESSED
from bot.handlers.answers import PRESSED as ANSWER_PRESSED
from bot.handlers.answers import SUGGESTION_PRESSED, Answers
from bot.handlers.apologies import Apologies
from bot.handlers.articles import LINKED, Articles
from bot.handlers.articles import PRESSED as ARTICLE_PRESSED
from bot.handlers.chart import Charts
from bot.handlers.conferences import Conferences
from bot.handlers.errors import Errors
from bot.handlers.fallback import Fallback
from bot.handlers.forgetting import Forgetting
from bot.handlers.groups import Groups
from bot.handlers.inline import Inline
from bot.handlers.journal import Journal
from bot.handlers.languages import PRESSED as LANGUAGE_PRESSED
from bot.handlers.languages import Choosing
from bot.handlers.questions import Questions
from bot.handlers.reloading import Reloading
from bot.handlers.removing import PRESSED as REMOVAL_PRESSED
from bot.handlers.removing import Removing
from bot.handlers.sources import Sources
from bot.handlers.start import Welcome
from bot.handlers.status import Status
from bot.handlers.subscriptions import PRESSED as SUBSCRIPTION_PRESSED
from bot.handlers.subscriptions import Subscribing
from bot.handlers.summaries import PRESSED as SUMMARY_PRESSED
from bot.handlers.summaries import Summaries
from bot.handlers.topics import PRESSED as TOPIC_PRESSED
from bot.handlers.topics import Topics
from bot.handlers.unanswered import PRESSED as UNANSWERED_PRESSED
from bot.handlers.unanswered import UnansweredQuestions
from bot.inbox import Inbox, Late, Overrun
from bot.logs import log_question
from bot.metrics import Metrics
from bot.operating.desk import Desk
from bot.operating.drafts import CORRECTION
from bot.operators import Confidant, Operators
from bot.order import OrderedByChat
from bot.profile import register, register_operators
from bot.sender import Limits, Sender
from bot.sender.request import TelegramRequest
from bot.settings import Settings
from bot.store import Store
from bot.store.answers import GivenAnswers
from bot.store.inbox import KeptUpdates
from bot.store.languages import Languages

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
AnyHandler = BaseHandler[Any, Any, Any]
ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CHANNEL_POST,
    Update.EDITED_CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.GUEST_MESSAGE,
    Update.MY_CHAT_MEMBER,
)

_LOG = logging.getLogger(__name__)
# What people write: not the copy of a channel post in its discussion group, nor an answer of ours sent by inline query.
_WRITTEN = ~filters.IS_AUTOMATIC_FORWARD & ~SENT_THROUGH_US
_NEW = filters.UpdateType.MESSAGE & _WRITTEN
# Channel posts have no sender, and python-telegram-bot leaves them out unless told otherwise.
_POSTED = (filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST) & _WRITTEN
_EDITED = (filters.UpdateType.EDITED_MESSAGE | filters.UpdateType.EDITED_CHANNEL_POST) & filters.TEXT
_PRIVATE = _NEW & filters.ChatType.PRIVATE
_TO_US = _NEW & filters.ChatType.GROUPS & filters.TEXT & ~filters.COMMAND & MEANT_FOR_US


def build_application(
    settings: Settings,
    answering: Answering,
    store: Store,
    request: BaseRequest | None = None,
    get_updates_request: BaseRequest | None = None,
    limits: Limits | None = None,
    desk: Desk | None = None,
    metrics: Metrics | None = None,
    clock: Clock | None = None,
) -> AnyApplication:
    """The bot, ready to run. The requests replace the wire to Telegram: in tests, and in the terminal.

    `limits` are Telegram's, unless the wire leads elsewhere, as in the terminal. `desk` is where the operator's work
    is done, where somebody else needs it too. `metrics` are told of every turn, swap and call; `clock` is for what
    comes by itself.
    """
    desk = desk or Desk.of(settings, answering, store)
    metrics = metrics or Metrics()
    metrics.watch(answering)
    digests = Digests(answering, store, clock, metrics.digested)
    inbox, languages = _inbox_of(settings, store), Languages(store)
    builder = ApplicationBuilder().token(settings.token)
    builder = builder.base_url(settings.base_url).base_file_url(settings.base_file_url)
    builder = builder.request(request or TelegramRequest(watching=metrics.called))
    builder = builder.get_updates_request(get_updates_request or TelegramRequest(1, metrics.called))
    # cast: the builder's types know no limiter but one that nobody tells anything
    sender = Sender(limits or Limits(per_second=settings.send_per_second))
    builder = builder.rate_limiter(cast(BaseRateLimiter[None], sender))
    ordered = OrderedByChat(inbox, [log_question, metrics.turned, desk.questions.note], languages)
    builder = builder.update_queue(inbox).concurrent_updates(ordered)
    app = builder.post_init(_beginning(answering, inbox, settings, digests)).post_stop(_ending(digests)).build()
    add_handlers(app, answering, desk, digests, GivenAnswers(store), languages)
    inbox.wanted = lambda update: any(_takes(each, update) for group in app.handlers.values() for each in group)
    return app


def _inbox_of(settings: Settings, store: Store) -> Inbox:
    allowance = Allowance(settings.person_burst, settings.person_per_second)
    return Inbox(KeptUpdates(store), allowance, settings.inbox_max_age.total_seconds())


def _takes(handler: BaseHandler[Any, Any, Any], update: Update) -> bool:
    return handler.check_update(update) not in (None, False)


def add_handlers(
    app: AnyApplication,
    answering: Answering,
    desk: Desk,
    digests: Digests,
    given: GivenAnswers,
    languages: Languages,
) -> None:
    """All handlers, in one group: the first that matches takes the update, so their order matters.

    1. Commands by name, in every chat, new messages and channel posts only: an edited command does not run twice.
    2. Edited questions, before anything that looks at texts: an edit answers nothing anew. Only one that has an
       answer is taken up, so this may look at every chat.
       /start with a parameter is a link that was followed, and stands before the bare one.
    3. Unknown commands, in private only: in a group they are meant for another bot.
    4. Plain text in private is a question. In a group only a reply to the bot, or a mention of it, is answered.
    5. Whatever else a person sends in private gets one line; service messages (a pin, a new photo) get none.
    6. What is no message: buttons by what they carry, inline queries, guest messages, being let in, a group that moves.
    7. The operators' commands stand before all: whoever is none falls through to what answers an unknown command.
    8. What the inbox found too old, or too much, is no update any more: no handler above sees it.
    """
    conversations = Conversations()
    questions = Questions(answering, conversations, given)
    answers = Answers(answering, conversations, given)
    articles = Articles(answering)
    summaries, topics = Summaries(answering), Topics(answering, conversations)
    inline = Inline(answering, conversations)
    groups = Groups(answering, [conversations.move, questions.moved, digests.moved], [digests.left])
    subscribing = Subscribing(answering, digests)
    apologies = Apologies(answering.composer)
    welcome, fallback = Welcome(answering, desk.questions.kept_days), Fallback(answering.composer)
    choosing = Choosing(answering.composer, languages)
    memories = (conversations.forget, questions.forget)
    forgetting = Forgetting(answering.composer, desk.questions, given, memories, desk.logs_questions)
    app.add_handlers(_of_operators(answering, desk, given))
    app.add_handlers(
        [
            CommandHandler("hoi", questions.asked, _POSTED),
            CommandHandler("hoinghi", Conferences(answering).listed, _POSTED),
            CommandHandler("nguon", Sources(answering).listed, _POSTED),
            CommandHandler("tomtat", summaries.asked, _POSTED),
            CommandHandler("chude", topics.asked, _POSTED),
            CommandHandler("bieudo", Charts(answering).asked, _POSTED),
            CommandHandler("baiviet", articles.asked, _POSTED),
            CommandHandler("start", articles.opened, _PRIVATE & LINKED),
            CommandHandler("ngonngu", choosing.asked, _POSTED),
            CommandHandler("dangky", subscribing.asked, _POSTED),
            CommandHandler("lich", subscribing.shown, _POSTED),
            CommandHandler("huydangky", subscribing.ended, _POSTED),
            CommandHandler("start", welcome.start, _PRIVATE),
            CommandHandler("start", groups.started, _POSTED),
            CommandHandler("help", welcome.help, _POSTED),
            CommandHandler("quentoi", forgetting.asked, _POSTED),
            CommandHandler("riengtu", forgetting.told, _POSTED),
            MessageHandler(_EDITED, questions.edited),
            MessageHandler(_PRIVATE & filters.COMMAND, fallback.command),
            MessageHandler((_PRIVATE & filters.TEXT) | _TO_US, questions.asked),
            MessageHandler(filters.StatusUpdate.MIGRATE, groups.migrated),
            MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, fallback.wordless),
            CallbackQueryHandler(summaries.pressed, SUMMARY_PRESSED),
            CallbackQueryHandler(topics.pressed, TOPIC_PRESSED),
            CallbackQueryHandler(answers.pressed, ANSWER_PRESSED),
            CallbackQueryHandler(answers.suggested, SUGGESTION_PRESSED),
            CallbackQueryHandler(articles.pressed, ARTICLE_PRESSED),
            CallbackQueryHandler(choosing.pressed, LANGUAGE_PRESSED),
            CallbackQueryHandler(subscribing.pressed, SUBSCRIPTION_PRESSED),
            InlineQueryHandler(inline.queried),
            MessageHandler(filters.UpdateType.GUEST_MESSAGE, inline.guest),
            ChatMemberHandler(groups.let_in, ChatMemberHandler.MY_CHAT_MEMBER),
            TypeHandler(Late, apologies.late),
            TypeHandler(Overrun, apologies.overrun),
        ]
    )
    app.add_error_handler(Errors(answering.composer).failed)


def _of_operators(answering: Answering, desk: Desk, given: GivenAnswers) -> list[AnyHandler]:
    """What only operators may do."""
    confidant, following = Confidant(answering.composer), Following(answering.composer)
    operators = Operators(desk.operators)
    reloading = Reloading(desk.reloads, following, confidant)
    adding = Adding(desk, operators, following)
    removing = Removing(answering, desk, operators, following, confidant)
    unanswered = UnansweredQuestions(answering.composer, desk.questions, given, operators, confidant)
    own, sent = _POSTED & operators, _PRIVATE & operators.silently()
    return [
        CommandHandler("reload", reloading.reload, own),
        CommandHandler("khoiphuc", reloading.restore, own),
        CommandHandler("nhatky", Journal(answering.composer, desk.journal, confidant).listed, own),
        CommandHandler("xoa", removing.asked, own),
        CommandHandler("trangthai", Status(answering, desk, confidant).asked, own),
        CommandHandler("bicau", unanswered.asked, own),
        CallbackQueryHandler(unanswered.pressed, UNANSWERED_PRESSED),
        MessageHandler(sent & filters.Document.ALL, adding.sent),
        MessageHandler(sent & filters.Regex(LINK), adding.linked),
        MessageHandler(sent & filters.Regex(CORRECTION), adding.corrected),
        CallbackQueryHandler(adding.pressed, DRAFT_PRESSED),
        CallbackQueryHandler(removing.pressed, REMOVAL_PRESSED),
    ]


def _beginning(
    answering: Answering, inbox: Inbox, settings: Settings, digests: Digests
) -> Callable[[AnyApplication], Coroutine[Any, Any, None]]:
    async def begin(app: AnyApplication) -> None:
        left = await inbox.replay(app.bot)
        _LOG.info("serving as @%s, %d updates left from before", app.bot.username, left)
        answering.composer.speak_as(app.bot.username)
        await register(app.bot, answering.composer)
        await register_operators(app.bot, answering.composer, settings.admin_ids)
        digests.start(app.bot)

    return begin


def _ending(digests: Digests) -> Callable[[AnyApplication], Coroutine[Any, Any, None]]:
    async def end(_: AnyApplication) -> None:
        await digests.stop()

    return end
