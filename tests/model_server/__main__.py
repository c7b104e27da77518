"""Run the server by hand, to try rgpt against it: `python -m tests.model_server --script slow`."""

from __future__ import annotations

import argparse
import threading

from tests.model_server.scripts import SCRIPTS
from tests.model_server.server import ModelServer


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.model_server", description=__doc__)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--script", choices=sorted(SCRIPTS), default="well")
    chosen = parser.parse_args()
    server = ModelServer(port=chosen.port)
    queued, server.default = SCRIPTS[chosen.script]
    server.queue(*queued)
    with server:
        print(f"rgpt write STORY --model openai/writer --api-base {server.url}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print(f"{len(server.requests)} requests answered.")


if __name__ == "__main__":
    main()
