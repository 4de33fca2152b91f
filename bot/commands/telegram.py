"""`hoinghi serve`: the bot in Telegram."""

import logging
import sys
from urllib.parse import urlsplit

from telegram.error import InvalidToken

from bot.answering import Answering, Knowledge
from bot.app import build_application, serve
from bot.compose import Composer
from bot.logs import log_to_stderr
from bot.settings import Settings

_LOG = logging.getLogger(__name__)
NO_TOKEN = (
    "Chưa có TELEGRAM_BOT_TOKEN: nhắn /newbot cho @BotFather trên Telegram để lấy, rồi đặt vào biến môi trường "
    "hoặc tệp .env."
)
_REFUSED = "{host} không nhận TELEGRAM_BOT_TOKEN này: hãy xem lại mã BotFather đã gửi (và TELEGRAM_API_URL nếu có đặt)."


def serve_telegram(settings: Settings) -> int:
    """Serve until a signal comes. Exit codes: 0 stopped, 1 token refused or a fault, 2 no token."""
    if not settings.token:
        print(NO_TOKEN, file=sys.stderr)
        return 2
    log_to_stderr(settings.token)
    host = urlsplit(settings.telegram_api_url).hostname
    app = build_application(settings, Answering(Knowledge.read(settings.seeds_dir), Composer()))
    _LOG.info("connecting to %s", host)
    try:
        serve(app)
    except InvalidToken:
        print(_REFUSED.format(host=host), file=sys.stderr)
        return 1
    except Exception:  # the last resort: logged, with the token taken out, where a bare traceback would show it
        _LOG.exception("stopped by a fault")
        return 1
    return 0
