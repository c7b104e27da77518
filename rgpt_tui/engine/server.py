"""The engine process: takes calls from the pipe, runs them side by side, and ends with the pipe."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from contextlib import aclosing, suppress
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from rgpt_tui import __version__
from rgpt_tui.beside import beside
from rgpt_tui.engine.answering import answer_to, events_of
from rgpt_tui.engine.calls import AnyQuestion, AnyStream, Stream
from rgpt_tui.engine.errands import AnyErrand
from rgpt_tui.engine.failures import StoryClosed, packed
from rgpt_tui.engine.messages import (
    PROTOCOL,
    Call,
    Cancel,
    Ended,
    Hello,
    Ping,
    Pong,
    Result,
    ToEngine,
    Welcome,
)
from rgpt_tui.engine.open_stories import OpenStories
from rgpt_tui.engine.pipe import NotSendable, Pipe, PipeBroken, encoded
from rgpt_tui.engine.process import shorten
from rgpt_tui.engine.telling import Teller
from rgpt_tui.models.logged import SafeFormatter
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    import socket

CLOSE_SECONDS = 8.0
"""How long stories and their model servers may take to close once the pipe has."""
LOG_SECONDS = 60.0
"""How often the length of the log is looked at."""

CALLS: msgspec.msgpack.Decoder[AnyStream | AnyQuestion | AnyErrand] = msgspec.msgpack.Decoder(
    AnyStream | AnyQuestion | AnyErrand
)

log = logging.getLogger("rgpt_tui.engine")


class EngineServer:
    """Answers the calls of one studio."""

    def __init__(self, pipe: Pipe[ToEngine]) -> None:
        self._pipe = pipe
        self._stories = OpenStories()
        self._calls: dict[int, asyncio.Task[None]] = {}

    async def serve(self) -> None:
        """Answer until the pipe is closed or broken, then close everything."""
        try:
            if await self._greet():
                await self._take_calls()
        except PipeBroken as error:
            log.error("The pipe brought what is no message: %s", error)
        finally:
            await self._close()

    async def _greet(self) -> bool:
        hello = await self._pipe.receive_first(Hello)
        if hello is None:
            return False
        self._pipe.send(Welcome(PROTOCOL, __version__, os.getpid()))
        await self._pipe.drain()
        if hello.protocol != PROTOCOL:
            log.error("The studio speaks protocol %d, this is %d.", hello.protocol, PROTOCOL)
        return hello.protocol == PROTOCOL

    async def _take_calls(self) -> None:
        while (message := await self._pipe.receive()) is not None:
            match message:
                case Call():
                    task = beside(self._run(message), _log_fault)
                    self._calls[message.number] = task
                    task.add_done_callback(partial(self._forget, message.number))
                case Ping():
                    self._pipe.send(Pong())
                case Cancel():
                    if under_way := self._calls.get(message.number):
                        under_way.cancel()

    def _forget(self, number: int, task: asyncio.Task[None]) -> None:
        del self._calls[number]
        if task.cancelled():
            # It was cancelled before it had begun.
            self._pipe.send(packed(number, StoryClosed()))

    async def _run(self, call: Call) -> None:
        """Run one call; whatever happens, the studio is told of its end."""
        end: msgspec.Struct
        try:
            end = await self._end_of(call)
        except asyncio.CancelledError:
            end = packed(call.number, StoryClosed())
        except Exception as error:
            if not isinstance(error, RgptError):
                log.exception("A call failed")
            end = packed(call.number, error)
        try:
            self._pipe.send(end)
        except NotSendable as error:
            self._pipe.send(packed(call.number, error))
        await self._pipe.drain()

    async def _end_of(self, call: Call) -> msgspec.Struct:
        what = CALLS.decode(call.what)
        if not isinstance(what, Stream):
            value = await answer_to(what, self._stories)
            return Result(call.number, msgspec.Raw(encoded(value)))
        teller = Teller(self._pipe, call.number)
        try:
            async with aclosing(events_of(what, self._stories)) as events:
                async for event in events:
                    await teller.tell(event)
        finally:
            # Words that came before an error or a cancellation came all the same.
            teller.flush()
        return Ended(call.number)

    async def _close(self) -> None:
        calls = list(self._calls.values())
        for task in calls:
            task.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                if calls:
                    await asyncio.wait(calls)
                await self._stories.close_all()
        self._pipe.close()


def run(end: socket.socket) -> None:
    """Serve on a connected socket until its other end is closed."""
    to_log = logging.StreamHandler(sys.stderr)
    to_log.setFormatter(SafeFormatter("%(asctime)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[to_log], level=logging.WARNING)
    threading.excepthook = _log_thread
    asyncio.run(_serve(end))


def _log_fault(error: Exception) -> None:
    log.error("A call could not be ended", exc_info=error)


def _log_thread(failed: threading.ExceptHookArgs) -> None:
    """Log that a thread failed; Python itself would print it as it is."""
    value = failed.exc_value or failed.exc_type()
    log.error("A thread failed", exc_info=(failed.exc_type, value, failed.exc_traceback))


async def _serve(end: socket.socket) -> None:
    serving = beside(_serve_to_the_end(end))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    watching = beside(_keep_log_short(), _log_fault)
    await asyncio.wait([serving])
    watching.cancel()
    failed = not serving.cancelled() and serving.exception() is not None
    if failed:
        log.error("The engine ends for a mistake of its own", exc_info=serving.exception())
    # A library that is being loaded in a thread, or its own threads, would keep an ordinary end
    # waiting; all that has to be closed is closed.
    sys.stderr.flush()
    os._exit(1 if failed else 0)


async def _serve_to_the_end(end: socket.socket) -> None:
    await EngineServer(await Pipe.over(end, ToEngine)).serve()


async def _keep_log_short() -> None:
    while True:
        shorten(sys.stderr.fileno())
        await asyncio.sleep(LOG_SECONDS)
