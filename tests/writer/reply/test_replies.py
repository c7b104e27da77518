"""Replies as models write them: each file in ``replies`` with what must be read from it.

To add one, put ``NAME.txt`` there as it came, and ``NAME.toml`` with what was asked for, and what
stands in it. Line ends in the text files are part of them.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from rgpt_tui.writer.sections import Section
from tests.writer.reply.reading import characters, read

REPLIES = Path(__file__).parent / "replies"
NAMES = sorted(path.stem for path in REPLIES.glob("*.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_a_reply_is_read_as_its_author_meant_it(name: str) -> None:
    reply = (REPLIES / f"{name}.txt").read_bytes().decode()
    meant = tomllib.loads((REPLIES / f"{name}.toml").read_text(encoding="utf-8"))
    asked = [Section(section) for section in meant["asked"]]
    for chunks in ([reply], characters(reply), [reply[i : i + 7] for i in range(0, len(reply), 7)]):
        read_as = read(chunks, asked, meant.get("language", "en"), cut=meant.get("cut", False))
        assert {str(section): text for section, text in read_as.sections.items()} == meant[
            "sections"
        ]
        assert (read_as.unfinished or "") == meant.get("unfinished", "")
        assert read_as.remarks == meant.get("remarks", "")


def test_every_reply_says_what_stands_in_it() -> None:
    assert len(NAMES) > 40
    assert sorted(path.stem for path in REPLIES.glob("*.toml")) == NAMES
