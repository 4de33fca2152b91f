"""What a failed call means: wait and try again, or let it be."""

import httpx
from telegram.error import BadRequest, EndPointNotFound, NetworkError, RetryAfter, TelegramError

_FIRST = 0.3
_LONGEST = 30.0
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_UNCHANGED = "message is not modified"
_TOO_OLD = ("query is too old", "query id is invalid")
_UNREADABLE = "can't parse entities"


def pause(error: TelegramError, failures: int, most: int) -> float | None:
    """Seconds until the call may be tried again after so many failures; None when that is no use.

    A call that never left this machine is tried for as long as it takes: nobody can be answered before. One that may
    have been done, its answer lost, is tried `most` times: who waits would rather read an answer twice than never.

    >>> pause(NetworkError("Bad Gateway"), 1, 20), pause(NetworkError("Bad Gateway"), 20, 20)
    (0.3, None)
    """
    if isinstance(error, RetryAfter):
        return error._retry_after.total_seconds() if failures < most else None  # the public one warns of its type
    if isinstance(error, BadRequest | EndPointNotFound) or not isinstance(error, NetworkError):
        return None
    if failures >= most and not isinstance(error.__cause__, _UNSENT):
        return None
    return min(_LONGEST, _FIRST * 2.0 ** min(failures - 1, 10))


def is_quiet(endpoint: str, error: TelegramError) -> bool:
    """Whether nothing was to be done anyway: an edit that changes nothing, a button or a query long gone."""
    reason = error.message.lower()
    if endpoint.startswith("editMessage"):
        return _UNCHANGED in reason
    return endpoint.startswith("answer") and any(each in reason for each in _TOO_OLD)


def is_unreadable(error: TelegramError) -> bool:
    """Whether Telegram could not read the formatting of a message."""
    return isinstance(error, BadRequest) and _UNREADABLE in error.message.lower()
