"""The wire of the terminal: what is typed becomes updates, what the bot sends is printed."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TextIO

from telegram.request import BaseRequest, RequestData

from bot.console.chat import BOT, TerminalChat

Json = dict[str, Any]


class TerminalRequest(BaseRequest):
    """Plays Telegram for one private chat.

    Args:
        lines: what is typed; the chat is over when they are.
        out: where the bot's messages are printed.
        styled: whether `out` shows ANSI styles; a prompt is printed only then.

    `settled` waits until everything handed over so far has been handled; the next line is read only then, so that
    answers stand under their questions and a number means the buttons above it. `ended` is set when the last line
    has been answered.
    """

    def __init__(self, lines: AsyncIterator[str], out: TextIO, styled: bool = False) -> None:
        self.ended = asyncio.Event()
        self.settled: Callable[[], Awaitable[object]] = self.ended.wait
        self._lines = lines
        self._out = out
        self._prompt = "> " if styled else ""
        self._chat = TerminalChat(out, styled)

    @property
    def read_timeout(self) -> float | None:
        """A person may think as long as they like."""
        return None

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the signature is BaseRequest's
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """One call of the bot, by its name at the end of the URL."""
        name = url.rpartition("/")[2]
        params = request_data.parameters if request_data else {}
        result = await self._updates(params) if name == "getUpdates" else self._answer(name, params)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _answer(self, name: str, params: Json) -> Any:
        match name:
            case "getMe":
                return BOT
            case "editMessageText" | "editMessageReplyMarkup" | "editMessageCaption":
                return self._chat.edit(params)
            case "answerCallbackQuery":
                return self._chat.toast(params)
            case _ if name.startswith("send") and name != "sendChatAction":
                return self._chat.send(params)
        return True  # commands, descriptions, typing: nothing to show

    async def _updates(self, params: Json) -> list[Json]:
        if self.ended.is_set():
            # The last call, which only confirms, does not wait; any other waits to be cancelled.
            await asyncio.sleep(3600 if params.get("timeout") else 0)
            return []
        await self.settled()
        self._out.write(self._prompt)
        self._out.flush()
        line = await anext(self._lines, None)
        if line is None:
            self._out.write("\n" if self._prompt else "")
            self.ended.set()
            return []
        update = self._chat.typed(line)
        return [update] if update else []
