"""One connection to one engine process: calls go out, and their answers find the way back."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec

from rgpt_tui import __version__
from rgpt_tui.beside import beside
from rgpt_tui.engine.calls import Question, Stream, answer_type
from rgpt_tui.engine.failures import EngineFault, unpacked
from rgpt_tui.engine.messages import (
    PROTOCOL,
    Call,
    Cancel,
    Ended,
    Failed,
    Hello,
    OfACall,
    Ping,
    Pong,
    Result,
    Told,
    ToStudio,
    Welcome,
)
from rgpt_tui.engine.pipe import Pipe, PipeBroken, encoded
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncGenerator, AsyncIterator, Callable
    from typing import Self

T = TypeVar("T")

WELCOME_SECONDS = 60.0
"""Longest wait for a new process; on a busy machine starting one takes seconds."""
BEATS = 5
"""How often the engine is asked for a sign of life within the time that it may be silent."""
CANCEL_SECONDS = 10.0
"""Longest wait for a call that was taken back to have ended over there."""

DIED = (
    "The engine, the part of rgpt that writes and remembers, has ended unexpectedly. Your story is "
    "saved, and words that had come are kept as a draft. It is being started again: try once more."
)


class EngineDied(RgptError):
    """The engine process has ended, or cannot be had."""


class EngineGone(EngineDied):
    """It is not started again by itself."""


class ProtocolMismatch(EngineDied):
    """The engine process is of another version of rgpt."""


class _Inbox:
    """What comes in for one call."""

    def __init__(self, of: Any) -> None:
        self._decoder: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(of)
        self._news: asyncio.Queue[OfACall | EngineDied] = asyncio.Queue()
        self.ended = False
        """Nothing more will come."""

    def put(self, message: OfACall | EngineDied) -> None:
        """Take a message in."""
        self.ended = not isinstance(message, Told)
        self._news.put_nowait(message)

    async def next(self) -> tuple[Told | Result | Ended, Any]:
        """The next message, with the event or the answer in it.

        Raises:
            RgptError: the call failed; `EngineDied` if there is nobody left to answer it.
        """
        message = await self._news.get()
        match message:
            case EngineDied():
                # Each call raises an error of its own, with a traceback of its own.
                raise EngineDied(str(message))
            case Failed():
                raise unpacked(message)
            case Told():
                return message, self._decoded(message.event)
            case Result():
                return message, self._decoded(message.value)
            case Ended():
                return message, None

    async def rest(self) -> None:
        """Wait for the end of the call, whatever it is."""
        while not self.ended or not self._news.empty():
            await self._news.get()

    def _decoded(self, value: msgspec.Raw) -> Any:
        try:
            return self._decoder.decode(value)
        except msgspec.DecodeError as error:
            raise EngineFault(
                f"Something went wrong inside rgpt: an answer of the engine is not what it should "
                f"be ({error}). Your story is safe. Try again."
            ) from error


class Connection:
    """A connection that has been welcomed."""

    def __init__(
        self,
        pipe: Pipe[ToStudio],
        welcome: Welcome,
        on_loss: Callable[[], None],
        on_silence: Callable[[bool], None],
        patience: float,
    ) -> None:
        self._pipe = pipe
        self._on_loss = on_loss
        self._on_silence = on_silence
        self._heard = False
        """Something came since the last beat."""
        self.silent = False
        """The engine is there, and nothing has come from it for too long."""
        self.pid = welcome.pid
        self._number = 0
        self._inboxes: dict[int, _Inbox] = {}
        self._lost: EngineDied | None = None
        self._reading = beside(self._read())
        self._beating = beside(self._beat(patience / BEATS))

    @classmethod
    async def over(
        cls,
        end: socket.socket,
        on_loss: Callable[[], None],
        on_silence: Callable[[bool], None],
        patience: float,
    ) -> Self:
        """Greet the engine at the other end of a socket.

        Args:
            end: owned by the connection from now on.
            on_loss: called when the connection is lost, before any call learns of it.
            on_silence: called with True when the engine is silent for too long, and with False
                when it is heard again.
            patience: how long that is, in seconds.

        Raises:
            EngineDied: it has ended, or does not answer.
            ProtocolMismatch: it is of another version.
        """
        pipe: Pipe[ToStudio] = await Pipe.over(end, ToStudio)
        try:
            pipe.send(Hello(PROTOCOL, __version__))
            async with asyncio.timeout(WELCOME_SECONDS):
                welcome = await pipe.receive_first(Welcome)
            if welcome is None:
                raise EngineDied(DIED)
            if welcome.protocol != PROTOCOL:
                raise ProtocolMismatch(
                    f"rgpt was changed from version {__version__} to {welcome.version} while it "
                    "was open. Your story is saved. Quit rgpt and start it again to go on."
                )
        except (PipeBroken, TimeoutError) as error:
            pipe.close()
            raise EngineDied(DIED) from error
        except BaseException:
            pipe.close()
            raise
        return cls(pipe, welcome, on_loss, on_silence, patience)

    async def ask(self, question: Question[T]) -> T:
        """The answer to a question.

        Raises:
            RgptError: there is none; the same errors as in one process, and `EngineDied`.
        """
        async with self._call(question) as inbox:
            _, value = await inbox.next()
            return cast("T", value)

    async def stream(self, stream: Stream[T]) -> AsyncGenerator[T, None]:
        """The events of a stream. Closing the generator ends the call over there.

        Raises:
            RgptError: it failed; the same errors as in one process, and `EngineDied`.
        """
        async with self._call(stream) as inbox:
            while True:
                message, value = await inbox.next()
                if not isinstance(message, Told):
                    return
                yield value

    async def lost(self) -> None:
        """Wait until the connection is no more."""
        await asyncio.wait([self._reading])

    async def close(self) -> None:
        """Close it; calls under way raise `EngineDied`."""
        self._reading.cancel()
        await asyncio.wait([self._reading])

    @asynccontextmanager
    async def _call(self, what: Question[Any] | Stream[Any]) -> AsyncIterator[_Inbox]:
        if self._lost is not None:
            raise EngineDied(str(self._lost))
        self._number += 1
        number, inbox = self._number, _Inbox(answer_type(type(what)))
        self._pipe.send(Call(number, msgspec.Raw(encoded(what))))
        self._inboxes[number] = inbox
        try:
            yield inbox
        finally:
            try:
                if not inbox.ended:
                    self._pipe.send(Cancel(number))
                    async with asyncio.timeout(0 if self.silent else CANCEL_SECONDS):
                        await inbox.rest()
            except TimeoutError:
                # It still ends over there, as soon as what holds it up does.
                pass
            finally:
                del self._inboxes[number]

    async def _read(self) -> None:
        try:
            while (message := await self._pipe.receive()) is not None:
                self._hear()
                if isinstance(message, Pong):
                    continue
                if inbox := self._inboxes.get(message.number):
                    inbox.put(message)
        except PipeBroken:
            # What cannot be trusted is as good as gone; the process is ended and begun anew.
            pass
        finally:
            self._beating.cancel()
            self._lost = EngineDied(DIED)
            self._pipe.close()
            self._on_loss()
            for inbox in self._inboxes.values():
                inbox.put(self._lost)

    def _hear(self) -> None:
        self._heard = True
        if self.silent:
            self.silent = False
            self._on_silence(False)

    async def _beat(self, seconds: float) -> None:
        """Ask for a sign of life again and again, and say when none comes any more.

        Beats are counted, not the time: a studio that was itself held up, as by Ctrl+Z, has not
        heard anything either.
        """
        missed = 0
        while True:
            self._heard = False
            self._pipe.send(Ping())
            await asyncio.sleep(seconds)
            missed = 0 if self._heard else missed + 1
            if missed >= BEATS and not self.silent:
                self.silent = True
                self._on_silence(True)
