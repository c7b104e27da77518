"""What the studio and the engine process say to each other: typed messages, one protocol number.

The studio says `Hello`, the engine `Welcome`; if they don't speak the same protocol, neither goes
on. Then the studio makes calls, each with a number of its own, and may take one back with
`Cancel`. Now and then the studio says `Ping`, and the engine `Pong`. All of it is msgspec structs
and dataclasses, sent as msgpack.
"""

from __future__ import annotations

import msgspec

from rgpt_tui.story.errors import Way

PROTOCOL = 5
"""Goes up with every change of a message or of a record in one."""


class Hello(msgspec.Struct, frozen=True, tag_field="type", tag="hello"):
    """The first message, from the studio."""

    protocol: int
    version: str
    """Of rgpt."""


class Welcome(msgspec.Struct, frozen=True, tag_field="type", tag="welcome"):
    """The engine's answer, also to a protocol that it does not speak."""

    protocol: int
    version: str
    pid: int


class Call(msgspec.Struct, frozen=True, tag_field="type", tag="call"):
    """The studio wants something."""

    number: int
    """Counted up by the studio, never used twice on one connection."""
    what: msgspec.Raw
    """One of the structs in `engine.calls` or `engine.errands`."""


class Cancel(msgspec.Struct, frozen=True, tag_field="type", tag="cancel"):
    """The studio no longer wants it; the call still has an end, `Failed` unless it was done."""

    number: int


class Ping(msgspec.Struct, frozen=True, tag_field="type", tag="ping"):
    """The studio wants to know whether the engine still answers at all."""


# Answers


class Pong(msgspec.Struct, frozen=True, tag_field="type", tag="pong"):
    """It does."""


class Told(msgspec.Struct, frozen=True, tag_field="type", tag="told"):
    """An event of a stream."""

    number: int
    event: msgspec.Raw


class Result(msgspec.Struct, frozen=True, tag_field="type", tag="result"):
    """The answer to a question, which is its end as well."""

    number: int
    value: msgspec.Raw


class Ended(msgspec.Struct, frozen=True, tag_field="type", tag="ended"):
    """A stream has come to its end."""

    number: int


class Failed(msgspec.Struct, frozen=True, tag_field="type", tag="failed", kw_only=True):
    """A call came to nothing; see `engine.failures`."""

    number: int
    kinds: tuple[str, ...]
    """The names of the error's classes, the nearest first."""
    message: str
    details: dict[str, str | bool | float | None]
    """The fields of a `ModelError`, ``partial`` among them; else empty."""
    ways: tuple[Way, ...] = ()


ToEngine = Call | Cancel | Ping
OfACall = Told | Result | Ended | Failed
ToStudio = OfACall | Pong
