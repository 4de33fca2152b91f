"""`hoinghi serve`: the bot in Telegram."""

import asyncio
import gc
import logging
import sys
from urllib.parse import urlsplit

from telegram.error import InvalidToken

from bot.answering import Answering, Knowledge
from bot.app import build_application
from bot.compose import Composer
from bot.inbox import Inbox
from bot.logs import log_to_stderr, log_what_nobody_caught
from bot.metrics import Metrics
from bot.operating.desk import Desk
from bot.operating.heeding import heeding
from bot.operating.running import marked_as_running
from bot.serving import ListenError, ServedElsewhereError, serve
from bot.settings import Settings
from bot.store import Store
from bot.web.address import WebhookAddress
from bot.web.probes import Probes
from bot.web.webhook import Webhook

_LOG = logging.getLogger(__name__)
NO_TOKEN = (
    "Chưa có TELEGRAM_BOT_TOKEN: nhắn /newbot cho @BotFather trên Telegram để lấy, rồi đặt vào biến môi trường "
    "hoặc tệp .env."
)
_REFUSED = "{host} không nhận TELEGRAM_BOT_TOKEN này: hãy xem lại mã BotFather đã gửi (và TELEGRAM_API_URL nếu có đặt)."
_ELSEWHERE = (
    "Một tiến trình khác đang nhận tin bằng cùng TELEGRAM_BOT_TOKEN (409 Conflict): hãy dừng tiến trình ấy, "
    "hoặc lấy mã mới ở @BotFather bằng /revoke."
)


def serve_telegram(settings: Settings) -> int:
    """Serve until a signal comes. Exit codes: 0 stopped, 1 token refused or in use, or a fault, 2 no token."""
    if not settings.token:
        print(NO_TOKEN, file=sys.stderr)
        return 2
    log_to_stderr(
        settings.secrets,
        logging.getLevelNamesMapping()[settings.log_level],
        as_json=settings.log_format == "json",
        with_questions=settings.log_questions,
    )
    log_what_nobody_caught()
    host = urlsplit(settings.telegram_api_url).hostname
    knowledge = Knowledge.read(settings.seeds_dir)
    store = Store.open(settings.database)
    _LOG.info("connecting to %s", host)
    try:
        asyncio.run(_serve(settings, knowledge, store))
    except InvalidToken:
        print(_REFUSED.format(host=host), file=sys.stderr)
        return 1
    except ServedElsewhereError:
        print(_ELSEWHERE, file=sys.stderr)
        return 1
    except ListenError as error:
        print(f"Không lắng nghe được ở WEBHOOK_LISTEN={settings.webhook_listen}: {error}.", file=sys.stderr)
        return 1
    except Exception:  # the last resort: logged, with the token taken out, where a bare traceback would show it
        _LOG.exception("stopped by a fault")
        return 1
    finally:
        store.close()
    return 0


async def _serve(settings: Settings, knowledge: Knowledge, store: Store) -> None:
    # The articles and the index stay: looking through them for garbage would hold everybody up for a tenth of a second.
    gc.collect()
    gc.freeze()
    answering, metrics = Answering(knowledge, Composer()), Metrics()
    desk = Desk.of(settings, answering, store)
    app = build_application(settings, answering, store, desk=desk, metrics=metrics)
    inbox = app.update_queue
    assert isinstance(inbox, Inbox)
    webhook = None
    if settings.webhook_url:
        address = WebhookAddress.of(settings.token, settings.webhook_url)
        webhook = Webhook(address, inbox, app.bot, settings.webhook_listen)
    listen = settings.metrics_listen
    probes = None if listen == "off" else Probes(answering, inbox, metrics, listen).site
    logging.getLogger().addHandler(desk.last_error)
    async with heeding(desk.reloads, settings.watch_seeds):
        with marked_as_running(settings.data_dir):
            await serve(app, webhook, probes)
