"""Asking the person at the terminal."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator


def can_ask() -> bool:
    """Whether there is somebody to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: str, default: str = "", *, show_default: bool = False) -> str:
    """What the person answers; the default for an empty line."""
    with _at_the_prompt():
        return str(click.prompt(question, default=default, show_default=show_default))


def confirm(question: str) -> bool:
    """Whether the person agrees; an empty line does."""
    with _at_the_prompt():
        return click.confirm(question, default=True)


@contextmanager
def _at_the_prompt() -> Iterator[None]:
    """Let Ctrl+C stop at once, and no key count that was typed before the question was seen."""
    with suppress(ImportError, OSError):
        import termios

        termios.tcflush(sys.stdin, termios.TCIFLUSH)
    # A running event loop takes Ctrl+C for itself, and sees it only after the answer.
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    except click.Abort:
        click.echo()
        raise
    finally:
        signal.signal(signal.SIGINT, handler)
