"""What commands print: for people with rich, for programs as JSON lines.

Words by a model or from a file are printed as text: no markup is read in them, and control
characters are taken out before they reach the terminal.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click
import msgspec
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from rgpt_tui.story.printable import CONTROLS, DIRECTIONS, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDEST = 78
"""Columns of prose that read well."""

JSON_ESCAPES = {code: f"\\u{code:04x}" for code in (*CONTROLS, *DIRECTIONS) if code >= 0x7F}
"""What JSON may hold as it is, and a terminal would obey, as JSON can write it too."""

console = Console(highlight=False, markup=False, emoji=False)
errors = Console(stderr=True, highlight=False, markup=False, emoji=False)


def say(text: str = "", style: str = "") -> None:
    """Print a line or a paragraph, wrapped to a readable measure."""
    console.print(Text(printable(text), style=style), width=min(console.width, WIDEST))


def heading(text: str) -> None:
    """Print the heading of a part."""
    console.print()
    console.print(Text(printable(text), style="bold"))


def notice(text: str) -> None:
    """Tell the user something beside what was asked for."""
    errors.print(Text(f"• {printable(text)}", style="yellow"))


def say_json(value: Any) -> None:
    """Print one JSON object on a line of its own."""
    line = msgspec.json.encode(value).decode()
    if (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        # JSON can say every character in ASCII, so nothing is lost to the encoding.
        line = json.dumps(json.loads(line))
    click.echo(line.translate(JSON_ESCAPES))


def say_rows(rows: Iterable[tuple[str, ...]]) -> None:
    """Print rows of columns that line up."""
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    # The first column has what is typed again: it is never cut.
    table.add_column(no_wrap=True, overflow="ignore")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console.print(table)


class ProseStream:
    """Prose printed word by word as it arrives, wrapped between words."""

    def __init__(self, style: str = "") -> None:
        self._style = style
        self._column = 0
        self._word = ""

    def feed(self, text: str) -> None:
        """Print what can be printed of some more text."""
        for character in printable(text):
            if character == "\n":
                self._end_word()
                self._print("\n")
                self._column = 0
            elif character == " ":
                self._end_word()
                self._word = " "
            else:
                self._word += character
                if cell_len(character) > 1:
                    self._end_word()
        sys.stdout.flush()

    def end(self) -> None:
        """Print what is left, and end the line."""
        self._end_word()
        if self._column:
            self._print("\n")
        self._column = 0

    def _end_word(self) -> None:
        word, width = self._word, cell_len(self._word)
        self._word = ""
        if self._column and self._column + width > min(console.width, WIDEST):
            self._print("\n")
            word, self._column = word.lstrip(), 0
        if not self._column:
            word = word.lstrip(" ")
        self._column += cell_len(word)
        self._print(word)

    def _print(self, text: str) -> None:
        console.print(Text(text, style=self._style), end="", soft_wrap=True)
