"""Lines from a file descriptor, without holding up the event loop."""

import asyncio
import codecs
import os
import threading
from collections.abc import AsyncIterator

_CHUNK = 65536


async def lines_of(descriptor: int) -> AsyncIterator[str]:
    """The lines as they come, decoded with errors replaced, without their ends; the last one may lack its end.

    The thread reads the descriptor itself, not `sys.stdin`: a thread that waits inside Python's buffered reader
    makes the interpreter abort at exit.
    """
    loop = asyncio.get_running_loop()
    chunks: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        while True:
            try:
                chunk = os.read(descriptor, _CHUNK)
            except OSError:
                chunk = b""
            try:
                loop.call_soon_threadsafe(chunks.put_nowait, chunk)
            except RuntimeError:  # the loop is closed, nobody reads any more
                return
            if not chunk:
                return

    threading.Thread(target=read, name="stdin", daemon=True).start()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    pending: list[str] = []
    while chunk := await chunks.get():
        *ended, rest = decoder.decode(chunk).split("\n")
        for line in ended:
            yield ("".join(pending) + line).removesuffix("\r")
            pending.clear()
        pending.append(rest)
    pending.append(decoder.decode(b"", final=True))
    if last := "".join(pending):
        yield last
