"""The story that is damaged, how it is damaged, and what is read of it afterwards."""

from __future__ import annotations

import random
import sqlite3
from typing import TYPE_CHECKING

from rgpt_tui.story.book import Book
from rgpt_tui.story.records import (
    Making,
    Message,
    NewStep,
    Plan,
    SentRequest,
    StepKind,
    Text,
)
from rgpt_tui.story.whole import read_whole
from tests.story.samples import paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STEPS, IN_BACKUP, PAGE = 24, 16, 4096


def text_of(number: int) -> str:
    words = random.Random(number).choices(
        ["keeper", "bell", "sea", "oar", "lamp", "rope", "salt", "dusk", "gull", "tide"], k=200
    )
    return f"Paragraph {number}. The sea {number} went on. {' '.join(words)}."


def a_step(number: int) -> NewStep:
    return NewStep(
        kind=StepKind.WRITTEN,
        text=Text(paragraph=text_of(number), memory=f"Memory {number}. " * 30, plans=("a", "b")),
        plan=Plan(text=f"Plan {number}."),
        making=Making(
            requests=(
                SentRequest(
                    purpose="paragraph",
                    messages=(Message(role="user", content=f"Request {number}. " * 100),),
                    reply=f"Reply {number}. " * 20,
                ),
            )
        ),
    )


def damage(story: Path, how: Callable[[bytearray], object]) -> bytes:
    content = bytearray((story / "book.db").read_bytes())
    how(content)
    (story / "book.db").write_bytes(content)
    return bytes(content)


def rooted(name: str, story: Path) -> int:
    """The first page of a table."""
    connection = sqlite3.connect(story / "book.db")
    (page,) = connection.execute(
        "SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)
    ).fetchone()
    connection.close()
    return int(page)


def whole(story: Path) -> list[str]:
    """The paragraphs of a book that holds together in all respects."""
    read_whole(story)
    connection = sqlite3.connect(story / "book.db")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    with Book.open(story) as book:
        found = paragraphs(book)
        # It can be written on.
        book.commit([a_step(99)])
        assert paragraphs(book) == [*found, text_of(99)]
        book.undo()
    return found


def cut(content: bytearray) -> None:
    del content[len(content) // 2 :]


def zero_first_page(content: bytearray) -> None:
    content[:PAGE] = bytes(PAGE)


def flip_bits(content: bytearray) -> None:
    chance = random.Random(7)
    for _ in range(100):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def empty(content: bytearray) -> None:
    content.clear()


def noise(content: bytearray) -> None:
    content[:] = random.Random(1).randbytes(len(content))


HARM = {each.__name__: each for each in (cut, zero_first_page, flip_bits, empty, noise)}
