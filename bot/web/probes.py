"""What watches the bot asks: whether it lives, whether it can answer, and its figures."""

import asyncio
import json
import math

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.answering import Answering
from bot.inbox import Inbox
from bot.metrics import Metrics
from bot.web.site import Site

# A poll takes ten seconds, and the webhook is looked after every minute: so often we hear of a Telegram that is there.
_HEARD_WITHIN = 150.0
_DATABASE_WITHIN = 2.0


class Probes:
    """`/healthz`, `/readyz` and `/metrics`, on an address of their own. None of them makes a call to Telegram."""

    def __init__(self, answering: Answering, inbox: Inbox, metrics: Metrics, listen: str) -> None:
        self._answering = answering
        self._inbox = inbox
        self._metrics = metrics
        self.site = Site(listen, {"/healthz": _healthy, "/readyz": self.ready, "/metrics": self.metrics})

    async def ready(self, _: web.Request) -> web.Response:
        """200 when the bot can answer, else 503; which of the three it lacks."""
        found = {
            "index": bool(self._answering.knowledge.corpus.sentences),
            "database": not math.isnan(await self._unanswered()),
            "telegram": self._metrics.since_answer < _HEARD_WITHIN,
        }
        return web.Response(
            text=json.dumps(found), status=200 if all(found.values()) else 503, content_type="application/json"
        )

    async def metrics(self, _: web.Request) -> web.Response:
        """Everything measured, in Prometheus' text form."""
        page = self._metrics.page(await self._unanswered())
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _unanswered(self) -> float:
        """The inbox's depth; NaN when the database does not answer in time."""
        try:
            async with asyncio.timeout(_DATABASE_WITHIN):
                return await self._inbox.unanswered()
        except Exception:  # whatever the database says: whether it answers is what was asked
            return math.nan


async def _healthy(_: web.Request) -> web.Response:
    return web.Response(text="ok\n")
