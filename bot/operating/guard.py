"""Fetching a page that somebody named: only from public addresses, and never more or longer than is fair.

The name is resolved here, every address it has is looked at, and the connection goes to the address that was looked at:
there is no second resolution that could lead elsewhere. Each redirect is a request of its own and passes here again.
"""

import asyncio
import ipaddress
import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

import httpx

MOST_BYTES = 3_000_000
_SECONDS, _MOST_REDIRECTS = 20.0, 5
_PORTS = {"http": 80, "https": 443}
_HEADERS = {"User-Agent": "hoinghi", "Accept": "text/html,application/xhtml+xml", "Accept-Encoding": "gzip"}
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.IPv6Network("::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class RefusedError(Exception):
    """What was sent or named cannot be taken; `key` names the line of the texts that says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came, and the address it came from in the end."""

    content: bytes
    link: str


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, by the machine's own resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def is_public(text: str) -> bool:
    """Whether an address belongs to the public internet; one that carries another is judged by that one.

    >>> [is_public(each) for each in ("93.184.215.14", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "169.254.1.1")]
    [True, False, False, False, False]
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None or address in _NAT64[1] or address.teredo is not None:
            return False
        inner = _carried(address)
        if inner is not None:
            return _is_open(inner)
    return _is_open(address)


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address an IPv6 address stands for."""
    if address in _NAT64[0] or address in _COMPATIBLE:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _is_open(address: Address) -> bool:
    closed = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or getattr(address, "is_site_local", False)
    )
    return address.is_global and not closed


class Guarded(httpx.AsyncBaseTransport):
    """Sends a request to an address that was looked at; RefusedError for any other."""

    def __init__(self, inner: httpx.AsyncBaseTransport, resolve: Resolve) -> None:
        self._inner = inner
        self._resolve = resolve

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request, or one redirect."""
        url = request.url
        if url.scheme not in _PORTS or not url.host or url.userinfo:
            raise RefusedError("adding.bad_link")
        if (url.port or _PORTS[url.scheme]) != _PORTS[url.scheme]:
            raise RefusedError("adding.bad_port")
        error: httpx.ConnectError | httpx.ConnectTimeout | None = None
        for address in await self._addresses(url.host, _PORTS[url.scheme]):
            try:
                return await self._inner.handle_async_request(_to(request, address))
            except (httpx.ConnectError, httpx.ConnectTimeout) as failed:
                error = failed
        raise error or RefusedError("adding.no_host", host=url.host)

    async def aclose(self) -> None:
        """Close what is inside."""
        await self._inner.aclose()

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            literal = str(ipaddress.ip_address(host))
        except ValueError:
            literal = ""
        try:
            found = [literal] if literal else await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise RefusedError("adding.no_host", host=host) from error
        if not all(map(is_public, found)):
            raise RefusedError("adding.not_public")
        return found


def _to(request: httpx.Request, address: str) -> httpx.Request:
    """The same request to an address; the name stays in the Host header and in what TLS is asked to prove."""
    extensions = request.extensions | {"sni_hostname": request.url.raw_host.decode("ascii")}
    url = request.url.copy_with(host=address)
    return httpx.Request(request.method, url, headers=request.headers, stream=request.stream, extensions=extensions)


class Fetcher:
    """Fetches pages.

    Args:
        transport: the wire, and `resolver`: the names; both are the machine's own unless given.
        seconds: how long a page may take in all.
    """

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport | None = None,
        resolver: Resolve = resolve,
        seconds: float = _SECONDS,
    ) -> None:
        self._transport = transport
        self._resolver = resolver
        self._seconds = seconds

    async def fetch(self, link: str) -> Page:
        """The page at a link, at most 3 MB of it unpacked; RefusedError says why not."""
        try:
            async with asyncio.timeout(self._seconds), self._client() as client, client.stream("GET", link) as response:
                if response.status_code != httpx.codes.OK:
                    raise RefusedError("adding.bad_status", status=response.status_code)
                return Page(b"".join([part async for part in _unpacked(response)]), str(response.url))
        except (TimeoutError, httpx.TimeoutException) as error:
            raise RefusedError("adding.too_slow", seconds=int(self._seconds)) from error
        except httpx.TooManyRedirects as error:
            raise RefusedError("adding.too_many_redirects") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
            raise RefusedError("adding.bad_link") from error
        except (httpx.HTTPError, zlib.error) as error:
            raise RefusedError("adding.no_page") from error

    def _client(self) -> httpx.AsyncClient:
        alone = httpx.Limits(max_keepalive_connections=0)
        inner = self._transport or httpx.AsyncHTTPTransport(trust_env=False, limits=alone)
        guarded = Guarded(inner, self._resolver)
        return httpx.AsyncClient(
            transport=guarded,
            trust_env=False,
            follow_redirects=True,
            max_redirects=_MOST_REDIRECTS,
            headers=_HEADERS,
            timeout=self._seconds,
        )


async def _unpacked(response: httpx.Response) -> AsyncIterator[bytes]:
    """The body, unpacked piece by piece, so that a small body cannot become a huge one unseen."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "deflate"):
        raise RefusedError("adding.no_page")
    unpack = zlib.decompressobj(47) if encoding in ("gzip", "deflate") else None
    left = MOST_BYTES
    async for raw in response.aiter_raw():
        part = raw if unpack is None else unpack.decompress(raw, left + 1)
        left -= len(part)
        if left < 0:
            raise RefusedError("adding.too_large", megabytes=MOST_BYTES // 1_000_000)
        yield part
