"""An engine process that is kept running: started, watched, and started again when it ends.

What is said to it is imported when something is said, since the studio's first frame waits for
whatever is imported here.
"""

from __future__ import annotations

import asyncio
import importlib
from contextlib import suppress
from typing import TYPE_CHECKING

from rgpt_tui.beside import beside
from rgpt_tui.engine.process import LOG_FILE, EngineProcess, launch
from rgpt_tui.engine.status import (
    CLOSED,
    READY,
    RESTARTING,
    SILENT,
    STARTING,
    EngineState,
    EngineStatus,
)
from rgpt_tui.places import log_folder
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from rgpt_tui.engine.connection import Connection
    from rgpt_tui.settings import Settings

QUICK_SECONDS = 30.0
"""A process that ends sooner than this after it answered is not worth starting for ever."""
MOST_QUICK_DEATHS = 5
PAUSE_SECONDS = 0.25
"""Before a new process is started; each quick death doubles it."""
SILENCE_SECONDS = 25.0
"""How long a process may give no sign of life; native code may hold it up for some seconds."""
PATIENCE_SECONDS = 90.0
"""How long a call waits for an engine that is being started."""


class EngineKeeper:
    """Keeps one engine process running.

    Started before Textual is imported, connected once there is an event loop.
    """

    def __init__(
        self, process: EngineProcess | None, *, silence_seconds: float = SILENCE_SECONDS
    ) -> None:
        """Take over a process.

        Args:
            process: that was launched; None: one is launched when the client connects.
            silence_seconds: how long it may give no sign of life before that is told.
        """
        self._process = process
        self._silence_seconds = silence_seconds
        self._status = STARTING
        self._watchers: list[Callable[[EngineStatus], None]] = []
        self._connection: Connection | None = None
        self._settled = asyncio.Event()
        """Set while the engine is ready or gone: when there is nothing to wait for."""
        self._keeping: asyncio.Task[None] | None = None
        self._restarting = False
        """Whoever calls now waits for the next process."""
        self._warm: Settings | None = None

    @classmethod
    def start(cls, *, silence_seconds: float = SILENCE_SECONDS) -> Self:
        """Start the engine process; it loads while the caller goes on."""
        process = None
        # If it fails now, it is tried again, and told, once there is somebody to tell.
        with suppress(OSError):
            process = launch()
        return cls(process, silence_seconds=silence_seconds)

    async def connect(self) -> None:
        """Connect to the process, and keep one running from now on.

        Raises:
            EngineDied: none could be had; `restart` tries again.
        """
        if self._keeping is None:
            self._keeping = beside(self._keep_running(), self._fault)
        await self._ready()

    async def restart(self) -> None:
        """End the process, if there is one, and start a new one.

        Raises:
            EngineDied: none could be had.
        """
        # First, so that nobody who calls meanwhile is told how it was before.
        self._tell(STARTING)
        self._restarting = True
        try:
            await self._stop_keeping()
        finally:
            self._restarting = False
        await self.connect()

    async def end_when_silent(self) -> None:
        """Wait until the engine does not answer any more, and have another one started then."""
        silent = asyncio.Event()
        unwatch = self.watch(lambda status: silent.set() if status == SILENT else silent.clear())
        try:
            if self._status != SILENT:
                await silent.wait()
            if self._connection is not None:
                await self._connection.close()
        finally:
            unwatch()

    async def close(self) -> None:
        """End the process, and wait until it has closed what it has open."""
        await self._stop_keeping()
        self._tell(CLOSED)

    # How it is

    @property
    def status(self) -> EngineStatus:
        """How the engine is, with a sentence."""
        return self._status

    @property
    def state(self) -> EngineState:
        """How the engine is."""
        return self._status.state

    @property
    def pid(self) -> int | None:
        """The process id of the engine; None while there is none to ask."""
        return self._connection.pid if self._connection else None

    def watch(self, watcher: Callable[[EngineStatus], None]) -> Callable[[], None]:
        """Have a function called at each change of the status, in the event loop.

        Returns:
            What ends that.
        """
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    async def warm(self, settings: Settings) -> None:
        """Have loaded what the first step would wait for, now and in each new process."""
        from rgpt_tui.engine.calls import Warm
        from rgpt_tui.engine.remote import for_engine

        connection = await self._ready()
        self._warm = settings
        await connection.ask(Warm(settings=for_engine(settings)))

    # How it is kept running

    async def _ready(self) -> Connection:
        from rgpt_tui.engine.connection import EngineDied, EngineGone

        if self._keeping is None and not self._restarting:
            raise EngineDied(f"{self._status.sentence} Nothing was done.")
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._settled.wait()
        except TimeoutError:
            raise EngineDied(
                f"The engine has not started within {PATIENCE_SECONDS:.0f} seconds. Your story is "
                "saved. Close other programs and try again."
            ) from None
        if self._connection is None:
            gone = self._status.state is EngineState.GONE
            raise (EngineGone if gone else EngineDied)(self._status.sentence)
        return self._connection

    async def _keep_running(self) -> None:
        await asyncio.to_thread(importlib.import_module, "rgpt_tui.engine.connection")
        from rgpt_tui.engine.connection import ProtocolMismatch

        clock, deaths = asyncio.get_running_loop(), 0
        while True:
            begun = clock.time()
            try:
                await self._run_once()
            except ProtocolMismatch as error:
                return self._give_up(str(error))
            deaths = deaths + 1 if clock.time() - begun < QUICK_SECONDS else 1
            if deaths == MOST_QUICK_DEATHS:
                return self._give_up(
                    f"The engine has ended unexpectedly {deaths} times in a row and is not started "
                    "again. Your story is saved, and words that had come are kept as a draft. "
                    "Close other programs if memory is short, then restart the engine; why it "
                    f"ended may be in {log_folder() / LOG_FILE}."
                )
            self._tell(RESTARTING)
            await asyncio.sleep(PAUSE_SECONDS * 2 ** (deaths - 1))

    async def _run_once(self) -> None:
        """Have one process answer until it ends.

        Raises:
            ProtocolMismatch: it is of another version.
        """
        from rgpt_tui.engine.connection import Connection, EngineDied, ProtocolMismatch

        process, self._process = self._process, None
        connection = None
        try:
            if process is None:
                process = await asyncio.to_thread(launch)
            connection = await Connection.over(
                process.end, self._lose, self._fall_silent, self._silence_seconds
            )
            self._connection = connection
            self._tell(READY)
            warming = beside(self._warm_again(connection))
            await connection.lost()
            await asyncio.wait([warming])
        except ProtocolMismatch:
            raise
        except (EngineDied, OSError):
            pass
        finally:
            try:
                if connection is not None:
                    await connection.close()
            finally:
                if process is not None:
                    # One that does not answer will not close what it has open either.
                    silent = connection is not None and connection.silent
                    ending = process.kill if silent else process.stop
                    await asyncio.shield(asyncio.to_thread(ending))

    def _fall_silent(self, silent: bool) -> None:
        """Tell that the engine does not answer, or does again."""
        self._tell(SILENT if silent else READY)

    def _lose(self) -> None:
        """The connection is no more: whoever calls now waits for the next one."""
        self._connection = None
        if self._keeping is not None:
            self._tell(RESTARTING)

    async def _warm_again(self, connection: Connection) -> None:
        if self._warm is not None:
            from rgpt_tui.engine.calls import Warm
            from rgpt_tui.engine.remote import for_engine

            with suppress(RgptError):
                await connection.ask(Warm(settings=for_engine(self._warm)))

    async def _stop_keeping(self) -> None:
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            keeping.cancel()
            await asyncio.wait([keeping])
        process, self._process = self._process, None
        if process is not None:
            process.end.close()
            await asyncio.to_thread(process.stop)

    def _fault(self, error: Exception) -> None:
        self._give_up(
            f"The engine could not be kept running ({error!r}). Your story is saved, and words "
            "that had come are kept as a draft. Restart the engine."
        )

    def _give_up(self, sentence: str) -> None:
        self._tell(EngineStatus(state=EngineState.GONE, sentence=sentence))

    def _tell(self, status: EngineStatus) -> None:
        self._status = status
        if status.state in (EngineState.READY, EngineState.SILENT, EngineState.GONE):
            self._settled.set()
        else:
            self._settled.clear()
        for watcher in self._watchers:
            # What a watcher does, and may do wrong, is no concern of the calls under way.
            asyncio.get_running_loop().call_soon(watcher, status)
