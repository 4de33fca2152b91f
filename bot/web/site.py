"""A small HTTP server on an address of its own."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
# How long a request under way may take when the site ends, and how long what nobody reads is waited for, in seconds.
_ENDING, _LINGERING = 1.0, 1.0


class Site:
    """Answers the requests of `routes`, from path to answer, on `listen` (``host:port``).

    `max_body` is the longest body of a request, in bytes: a longer one is answered with 413.
    """

    def __init__(self, listen: str, routes: Mapping[str, Answer], max_body: int = 1024) -> None:
        app = web.Application(client_max_size=max_body)
        for path, answer in routes.items():
            app.router.add_route("*", path, answer)
        self._listen = urlsplit(f"//{listen}")
        # No log of requests: their paths may hold what nobody is to know.
        self._runner = web.AppRunner(
            app, handle_signals=False, access_log=None, shutdown_timeout=_ENDING, lingering_time=_LINGERING
        )

    @property
    def address(self) -> str:
        """Where it listens, ``host:port``: the port taken where 0 was given."""
        host, port = self._runner.addresses[0][:2]
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    async def start(self) -> None:
        """Begin to listen; OSError when the address is not to be had."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._listen.hostname, self._listen.port).start()
        except OSError:
            await self._runner.cleanup()
            raise

    async def stop(self) -> None:
        """Take nothing more and let what is under way end."""
        await self._runner.cleanup()
