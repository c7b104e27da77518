"""The server of a local model, as its owner sees it: a process to be started and ended."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rgpt_tui.models.profile import STARTER
from rgpt_tui.models.redaction import one_line
from rgpt_tui.models.starter import process as server_process
from rgpt_tui.models.starter.failures import ServerNotStarted
from rgpt_tui.models.starter.profile import CONTEXT, OWN_CONTEXT, SAMPLING
from rgpt_tui.models.starter.weights import check_gguf, check_starter, weights_path
from rgpt_tui.places import data_folder, log_folder

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

LOG_FILE = "local-model.log"
LARGEST_LOG = 1_000_000
"""Bytes; a longer one is begun anew."""
START_SECONDS = 60.0
"""Longest wait for a server, and for a large file a second more for each 20 MB."""
STOP_SECONDS = 5.0
MOST_THREADS = 8


class StarterServer:
    """A server for one local model. It ends with the process that started it, whatever happens.

    Start it from a thread that lives as long as the server shall: Linux takes the end of that
    thread for the end of the owner.
    """

    def __init__(
        self, weights: Path, context: int | None = None, *, log_to: Path | None = None
    ) -> None:
        """Nothing is started yet.

        Args:
            weights: the starter's file (`weights_path`), or a GGUF file of the user's.
            context: tokens of prompt and reply together; None or 0: what suits the file.
            log_to: the folder of the log; the user's own unless given.
        """
        self._weights = weights
        self._is_starter = weights == weights_path(data_folder())
        self._context = context or (CONTEXT if self._is_starter else OWN_CONTEXT)
        self._log = (log_to or log_folder()) / LOG_FILE
        self._child: asyncio.subprocess.Process | None = None
        self._port = 0
        self.api_key = secrets.token_urlsafe(24)
        """The only key that the server takes; made anew for each server object."""
        self.api_base = ""
        """Address of the API, once it runs."""
        self.context_window = self._context
        """Tokens of prompt and reply together, as the running server has it."""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._child is not None and self._child.returncode is None

    @property
    def pid(self) -> int | None:
        """The process id of the server; None before the first start."""
        return self._child.pid if self._child else None

    async def start(self) -> None:
        """Start the server and wait until it answers; does nothing while one runs.

        A server that has died is started again with the same key and, if it is still free, on the
        same port, so that what knows the address can go on using it.

        Raises:
            WeightsUnusable: the file is missing, damaged or not a GGUF file.
            ServerNotStarted: the server did not come up; the message has its last words.
        """
        if self.running:
            return
        check = check_starter if self._is_starter else check_gguf
        await asyncio.to_thread(check, self._weights)
        try:
            async with asyncio.timeout(self._patience()):
                try:
                    await self._launch()
                except ServerNotStarted:
                    if not self._port:
                        raise
                    self._port = 0
                    await self._launch()
        except TimeoutError:
            await self.stop()
            raise ServerNotStarted(
                f"The server for {self._weights.name} did not answer within "
                f"{self._patience():.0f} seconds and was ended. Nothing is lost. Close other "
                f"programs or choose a smaller model. Its log: {self._log}"
            ) from None
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End the server; does nothing if none runs."""
        if not self.running:
            return
        assert self._child is not None  # noqa: S101
        assert self._child.stdin is not None  # noqa: S101
        self._child.stdin.close()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._child.wait()
        except TimeoutError:
            self._child.kill()
            await self._child.wait()

    async def _launch(self) -> None:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        if self._log.exists() and self._log.stat().st_size > LARGEST_LOG:
            self._log.unlink()
        with self._log.open("ab") as log:
            begin = log.tell()
            self._child = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                server_process.__file__,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self._child.stdin is not None  # noqa: S101
        assert self._child.stdout is not None  # noqa: S101
        self._child.stdin.write(json.dumps(self._order()).encode() + b"\n")
        line = await self._child.stdout.readline()
        if not line:
            await self._child.wait()
            raise ServerNotStarted(
                f"The server for {self._weights.name} did not start. Nothing is lost. Is it a "
                "model for llama.cpp of now, and is there memory for it? Otherwise choose another "
                f"model. Its last words: “{self._last_words(begin)}”. The whole log: {self._log}"
            )
        address = json.loads(line)["address"]
        self.api_base = f"{address}/v1"
        self._port = int(address.rpartition(":")[2])
        self.context_window = await self._ask_context()

    def _order(self) -> dict[str, Any]:
        return {
            "owner": os.getpid(),
            "weights": str(self._weights.absolute()),
            "name": STARTER if self._is_starter else self._weights.stem,
            "key": self.api_key,
            "port": self._port,
            "context": self._context,
            "threads": fitting_threads(),
            "sampling": asdict(SAMPLING) if self._is_starter else {},
        }

    async def _ask_context(self) -> int:
        import httpx

        headers = {"Authorization": f"Bearer {self.api_key}"}
        try:
            async with httpx.AsyncClient(headers=headers, trust_env=False) as client:
                answer = await client.get(f"{self.api_base}/models")
                answer.raise_for_status()
                return int(answer.json()["data"][0]["meta"]["n_ctx"])
        except (httpx.HTTPError, LookupError, ValueError) as error:
            raise ServerNotStarted(
                f"The server for {self._weights.name} came up but does not answer as it should "
                f"({error!r}). Nothing is lost. Try again. Its log: {self._log}"
            ) from error

    def _patience(self) -> float:
        return START_SECONDS + self._weights.stat().st_size / 20_000_000

    def _last_words(self, begin: int) -> str:
        with self._log.open("rb") as log:
            log.seek(begin)
            lines = log.read().decode("utf-8", "replace").split("\n")
        errors = [line for line in lines if " E " in line or "Error" in line]
        return one_line("; ".join((errors or lines)[-3:]), self.api_key)


def fitting_threads() -> int:
    """How many threads suit this machine: one core stays free, for all else that runs.

    llama.cpp's threads wait for each other after each layer. On two cores, two of them write a
    fifth faster than one while nothing else runs, and forty times slower as soon as something
    does. Of more than four cores, half are taken to be the second threads of a core.
    """
    usable = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min(MOST_THREADS, usable - 1 if usable <= 4 else usable // 2))
