"""The program of the server's process: llama.cpp's own HTTP server, in reach of its owner only.

Run as a script, not as a module, and with nothing of rgpt imported: it then needs no search path,
and no module in the folder that rgpt is run from can take the place of a real one.

The first line of stdin is a JSON object with what to run; it holds the API key, which in an
argument or a variable others could read. Once the server answers, one JSON line goes to stdout.
The process ends when stdin does, so that it never outlives its owner, however that ended.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

HOST = "127.0.0.1"
PROMPT_CACHE_MIB = 256
"""Memory for prompts that were read before; llama.cpp would take up to 8 GB."""
PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serve until stdin ends."""
    announce = os.dup(sys.stdout.fileno())
    # What native code prints goes to the log, and can't be taken for the announcement.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # Ctrl+C in the owner's terminal reaches this process too, but is meant for the owner.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    order = json.loads(sys.stdin.buffer.readline())
    end_with(order["owner"])
    server = serve(order)
    os.write(announce, json.dumps({"address": server.listening_address}).encode() + b"\n")
    os.close(announce)
    sys.stdin.buffer.read()
    # The server's native threads would keep an ordinary exit waiting.
    os._exit(0)


def end_with(owner: int) -> None:
    """See that the kernel ends this process together with its owner, where it can (Linux).

    The end of stdin does the same everywhere, but can't be noticed while a model is loaded, which
    holds Python's lock; nor if another child of the owner holds the other end open.

    Args:
        owner: the process id of the parent, which may have died in the meantime.
    """
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != owner:
        os._exit(0)


def serve(order: dict[str, Any]) -> Any:
    """Load the model and serve it. Prints to stderr why it could not, and ends the process then."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = order["weights"]
    params.model_alias = {order["name"]}
    params.hostnames = [HOST]
    params.port = order["port"]
    params.api_keys = [order["key"]]
    params.ui = False
    params.endpoint_slots = False
    params.n_ctx = order["context"]
    # One slot: rgpt asks one thing at a time, and a second would take as much memory again.
    params.n_parallel = 1
    params.cache_ram_mib = PROMPT_CACHE_MIB
    for cpu in (params.cpuparams, params.cpuparams_batch):
        cpu.n_threads = order["threads"]
        # Threads that wait by spinning take time from those that they wait for.
        cpu.poll = 0
    for name, value in order["sampling"].items():
        setattr(params.sampling, name, value)
    try:
        return xllamacpp.Server(params)
    except RuntimeError as error:
        print(error, file=sys.stderr, flush=True)
        os._exit(1)


if __name__ == "__main__":
    main()
