"""What an error of litellm came from.

litellm's classes are not enough to go by (measured with 1.106.2): a refused connection is an
`InternalServerError` for some providers, 402, 403 and 529 are a bare `APIError`, and what happens
in mid-stream is wrapped once more. The chain of causes tells.
"""

from __future__ import annotations

import socket
import ssl
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


INVENTED_STATUS = frozenset({"APIConnectionError", "MidStreamFallbackError"})
"""Errors of litellm that have a status also where there was no answer, or a good one that broke."""


class Connection(Enum):
    """What became of the connection, where that is what went wrong."""

    REFUSED = auto()
    """Nothing listens there."""
    NOT_FOUND = auto()
    """The name of the host has no address."""
    UNSAFE = auto()
    """No TLS could be agreed on."""
    FAILED = auto()
    """It could not be made for another reason."""
    BROKEN = auto()
    """It ended in the middle."""
    SILENT = auto()
    """It was there, and nothing came for too long."""


def chain(error: BaseException) -> Iterator[BaseException]:
    """An error and what it came from, as far back as that is known."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        cause = waiting.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        original = getattr(cause, "original_exception", None)
        waiting += [cause.__context__, cause.__cause__, original]


def connection_of(error: BaseException) -> Connection | None:
    """What became of the connection; None where an answer came, of whatever kind."""
    import httpx

    silent = (httpx.ReadTimeout, httpx.PoolTimeout, httpx.WriteTimeout)
    failed = (httpx.ConnectError, httpx.ConnectTimeout)
    broken = (httpx.NetworkError, httpx.RemoteProtocolError)
    told: list[tuple[Connection, tuple[type[BaseException], ...]]] = [
        # The nearest to the root of the matter first: one chain holds several of these.
        (Connection.NOT_FOUND, (socket.gaierror,)),
        (Connection.UNSAFE, (ssl.SSLError,)),
        (Connection.REFUSED, (ConnectionRefusedError,)),
        (Connection.FAILED, failed),
        (Connection.SILENT, silent),
        (Connection.BROKEN, (*broken, ConnectionError)),
    ]
    causes = list(chain(error))
    for connection, kinds in told:
        if any(isinstance(cause, kinds) for cause in causes):
            return connection
    return None


def status_of(error: BaseException) -> int | None:
    """The HTTP status that the server gave; None where it gave none."""
    for cause in chain(error):
        status = getattr(cause, "status_code", None)
        if isinstance(status, int) and type(cause).__name__ not in INVENTED_STATUS:
            return status
    return None


def headers_of(error: BaseException) -> Mapping[str, str]:
    """The headers of the server's answer; empty where there was none."""
    for cause in chain(error):
        headers = getattr(cause, "litellm_response_headers", None)
        headers = headers or getattr(getattr(cause, "response", None), "headers", None)
        if headers:
            return dict(headers)
    return {}
