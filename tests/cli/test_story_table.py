"""The list of stories is a line a story, at any width."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from rich.console import Console

from rgpt_tui.cli import story_table
from rgpt_tui.story.entries import StoryEntry

if TYPE_CHECKING:
    import pytest

TITLE = "Frankenstein; or, the Modern Prometheus"
NAME = "frankenstein-or-the-modern-prometheus-second-draft-with-letters"
STORIES = [
    StoryEntry(name=NAME, title=TITLE, language="en", steps=164, words=75_012),
    StoryEntry(name="isle", title="Isle", language="en", steps=3, words=412),
]


def listed(monkeypatch: pytest.MonkeyPatch, width: int, *, terminal: bool = True) -> list[str]:
    """The lines that are printed."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, color_system=None)
    monkeypatch.setattr(story_table, "console", console)
    story_table.say_stories(STORIES)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_at_80_columns_a_story_is_one_line_with_its_title_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    head, long, short = listed(monkeypatch, 80)
    assert head.split() == ["TITLE", "STEPS", "WORDS", "STORY"]
    assert long.startswith(TITLE)
    assert long.endswith("frankenstein-or-the-mod…")
    assert len(long) <= 80
    assert short.split() == ["Isle", "3", "412", "isle"]


def test_what_is_no_terminal_gets_every_name_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert listed(monkeypatch, 80, terminal=False)[1].split()[-1] == NAME
    assert len(listed(monkeypatch, 80, terminal=False)) == 3


def test_a_title_without_end_floods_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = StoryEntry(name="aaa", title="a" * 90_000, language="en", steps=3, words=412)
    monkeypatch.setattr(sys.modules[__name__], "STORIES", [*STORIES, endless])
    lines = listed(monkeypatch, 80, terminal=False)
    assert lines[1].startswith(TITLE)
    assert lines[3].split()[0].endswith("a…")
    assert max(map(len, lines)) < 250
