"""The engine process, started as ``python -m rgpt_tui.engine --fd N``; see `engine.process`."""

from __future__ import annotations

import signal
import socket
import sys


def main() -> None:
    """Serve on the socket that was handed down."""
    # The studio decides what Ctrl+C means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end = socket.socket(fileno=int(sys.argv[sys.argv.index("--fd") + 1]))
    # What this process starts must not keep the pipe open.
    end.set_inheritable(False)

    from rgpt_tui.engine.server import run

    run(end)


if __name__ == "__main__":
    main()
