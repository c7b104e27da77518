"""Starting the engine process: the first thing that a front end does, before it imports much."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from rgpt_tui.places import CHECKOUT, log_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

LOG_FILE = "engine.log"
LARGEST_LOG = 1_000_000
"""Bytes; from a longer one the older half is taken away."""
STOP_SECONDS = 10.0
"""How long a process may take to close what it has open, before it is killed."""

ENVIRONMENT = {
    # glibc would keep freed memory for each of torch's and Arrow's many threads.
    "MALLOC_ARENA_MAX": "2",
    "TOKENIZERS_PARALLELISM": "false",
    "TQDM_DISABLE": "1",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_MODE": "PRODUCTION",
    "LITELLM_LOG": "ERROR",
    "PYTHONUNBUFFERED": "1",
}


class EngineProcess:
    """An engine process and this end of the socket to it."""

    def __init__(self, child: subprocess.Popen[bytes], end: socket.socket) -> None:
        self._child = child
        self.end = end
        """To be given to a pipe, which then owns it."""

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._child.pid

    def stop(self, patience: float = STOP_SECONDS) -> int:
        """Wait for its end, once its socket is closed, and kill it if it takes too long.

        Call it in a thread.

        Returns:
            The exit code; the negative number of a signal.
        """
        try:
            return self._child.wait(patience)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self) -> int:
        """End it at once.

        Returns:
            The exit code; the negative number of a signal.
        """
        self._child.kill()
        return self._child.wait()


def launch() -> EngineProcess:
    """Start an engine process; it takes some milliseconds, and whatever it prints goes to its log.

    Raises:
        OSError: the system gives no socket or no process.
    """
    ours, theirs = socket.socketpair()
    # The socket is all that it has from us; it ends when our end of it is closed.
    with theirs:
        log = _open_log()
        try:
            child = subprocess.Popen(  # noqa: S603
                # Without -P a file in the working folder could take the place of a library.
                [sys.executable, "-P", "-m", "rgpt_tui.engine", "--fd", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[theirs.fileno()],
                env=_environment(os.environ),
                # Ctrl+C and Ctrl+Z in the terminal are meant for the front end.
                start_new_session=True,
            )
        except BaseException:
            ours.close()
            raise
        finally:
            if log >= 0:
                os.close(log)
    return EngineProcess(child, ours)


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    changed = {**environ, **ENVIRONMENT}
    if (CHECKOUT / "pyproject.toml").is_file():
        # A checkout need not be installed for its own processes to find it.
        paths = [str(CHECKOUT), *filter(None, [environ.get("PYTHONPATH")])]
        changed["PYTHONPATH"] = os.pathsep.join(paths)
    return changed


def _open_log() -> int:
    """The descriptor of the log, or the one for nothing, if there can be no log."""
    path = log_folder() / LOG_FILE
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        log = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        shorten(log)
        return log
    return subprocess.DEVNULL


def shorten(log: int) -> None:
    """Take the older half away from a log that has become too long.

    Args:
        log: its descriptor, open for reading and appending.
    """
    with suppress(OSError):
        length = os.fstat(log).st_size
        if length > LARGEST_LOG:
            newer = os.pread(log, LARGEST_LOG // 2, length - LARGEST_LOG // 2)
            os.ftruncate(log, 0)
            os.write(log, newer[newer.find(b"\n") + 1 :])
