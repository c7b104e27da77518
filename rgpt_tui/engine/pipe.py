"""Frames on a socket: four bytes of length, most significant first, and that much msgpack."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.rows import storable

if TYPE_CHECKING:
    import socket
    from typing import Self

LENGTH_BYTES = 4
LARGEST_FRAME = 64 << 20
"""Bytes. The longest novels, cut into steps, take a tenth of it."""

T = TypeVar("T")
M = TypeVar("M")


class PipeBroken(Exception):
    """What came is no message of the protocol; nothing after it can be trusted."""


class NotSendable(RgptError):
    """A message is too long; nothing of it was sent."""


class Pipe(Generic[M]):
    """One end of the connection; M is what comes in at this end."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, incoming: Any
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._decoder: msgspec.msgpack.Decoder[M] = msgspec.msgpack.Decoder(incoming)

    @classmethod
    async def over(cls, end: socket.socket, incoming: Any) -> Self:
        """The end of a connected socket; the pipe owns it from now on.

        Args:
            end: a stream socket.
            incoming: the type of what comes in, a union of msgspec structs as a rule.
        """
        try:
            reader, writer = await asyncio.open_connection(sock=end)
        except BaseException:
            end.close()
            raise
        return cls(reader, writer, incoming)

    async def receive(self) -> M | None:
        """The next message; None when the other end is closed.

        Raises:
            PipeBroken: what came is no message.
        """
        frame = await self._frame()
        return None if frame is None else _decoded(self._decoder, frame)

    async def receive_first(self, kind: type[T]) -> T | None:
        """The first message, which is of a type of its own; None when the other end is closed.

        Raises:
            PipeBroken: it is not of that type.
        """
        frame = await self._frame()
        return None if frame is None else _decoded(msgspec.msgpack.Decoder(kind), frame)

    async def _frame(self) -> bytes | None:
        try:
            length = int.from_bytes(await self._reader.readexactly(LENGTH_BYTES), "big")
            if length > LARGEST_FRAME:
                raise PipeBroken(f"a frame of {length} bytes")
            return await self._reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            # A message that was cut off came from a process that is no more: the same as its end.
            return None

    def send(self, message: msgspec.Struct) -> None:
        """Send a message; it is on its way when this returns, and `drain` waits for room.

        Raises:
            NotSendable: it is too long.
        """
        frame = encoded(message)
        if len(frame) > LARGEST_FRAME:
            raise NotSendable(
                f"This is too much at once: {len(frame) >> 20} MB, and {LARGEST_FRAME >> 20} MB "
                "can be passed on. Nothing was changed. Try it with less."
            )
        if self._writer.is_closing():
            # Who reads learns of the end.
            return
        self._writer.write(len(frame).to_bytes(LENGTH_BYTES, "big"))
        self._writer.write(frame)

    async def drain(self) -> None:
        """Wait until the other end has taken most of what was sent, if it is behind."""
        try:
            await self._writer.drain()
        except ConnectionError:
            # Who reads learns of the end.
            return

    def close(self) -> None:
        """Close this end; what was sent before still arrives."""
        self._writer.close()


def encoded(value: object) -> bytes:
    """A message or a record as msgpack; half a character in a text of it becomes U+FFFD."""
    try:
        return msgspec.msgpack.encode(value)
    except UnicodeEncodeError:
        plain = msgspec.to_builtins(value, builtin_types=(bytes,), str_keys=True)
        return msgspec.msgpack.encode(_storable(plain))


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {_storable(key): _storable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(each) for each in value]
    return value


def _decoded(decoder: msgspec.msgpack.Decoder[T], frame: bytes) -> T:
    try:
        return decoder.decode(frame)
    except msgspec.DecodeError as error:
        raise PipeBroken(str(error)) from error
