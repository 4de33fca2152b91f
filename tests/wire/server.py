"""`Server`: the same World over real HTTP, for a bot in another process or with its own client.

async with Server(world) as server:
    app = (
        ApplicationBuilder().token(world.token)
        .base_url(f"{server.root}/bot").base_file_url(f"{server.root}/file/bot").build()
    )
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from aiohttp import ClientError, ClientSession, web

from . import transport
from .api import Json, Upload
from .world import World


class Server:
    """Serves a World on 127.0.0.1, at `.root`; posts updates to the webhook when one is set."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.root = ""
        self.posted: list[int] = []

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=50 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.05, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.root = "http://127.0.0.1:{1}".format(*self._runner.addresses[0])
        self._webhook = asyncio.create_task(self._post_updates())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._webhook.cancel()
        await asyncio.gather(self._webhook, return_exceptions=True)
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        params = await _params(request)
        try:
            reply = await transport.answer(self.world, request.path, params)
        except transport.ConnectionLost:
            if request.transport:
                request.transport.abort()
            raise asyncio.CancelledError from None
        return web.Response(status=reply.status, body=reply.body, content_type=reply.content_type)

    async def _post_updates(self) -> None:
        """Deliver to the webhook, one update after another, each until it is taken with a 2xx."""
        world = self.world
        async with ClientSession() as session:
            while await world.until(self._has_update_to_post, 3600):
                queue = world.again or world.pending
                status = await self._post(session, world.webhook, queue[0])
                self.posted.append(status)
                if 200 <= status < 300:
                    queue.pop(0)
                else:
                    await asyncio.sleep(0.02)

    def _has_update_to_post(self) -> bool:
        return bool(self.world.webhook and (self.world.again or self.world.pending))

    async def _post(self, session: ClientSession, webhook: Json, update: Json) -> int:
        secret = webhook.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with session.post(webhook["url"], json=update, headers=headers) as response:
                return response.status
        except ClientError:
            return 0


async def _params(request: web.Request) -> Json:
    """The parameters of a call: in the query, as JSON, urlencoded, or multipart."""
    sent: dict[str, object] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json" and request.can_read_body:
        sent |= await request.json()
    else:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.file.read())
            else:
                sent[name] = value
    return transport.decode(sent, files)
