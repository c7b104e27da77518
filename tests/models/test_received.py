"""Bytes become text, whatever encoding they are in and whatever the server says of it."""

from __future__ import annotations

import pytest

from rgpt_tui.models.received import utf_8


@pytest.mark.parametrize(
    ("text", "encoding", "charset"),
    [
        ("Café — 石桥", "utf-8", ""),
        ("Café — 石桥", "utf-8", "iso8859-1"),
        ("Café, naïve", "latin-1", ""),
        ("“Café”", "cp1252", ""),
        ("石桥上没有人。", "gbk", "gbk"),
        ("Дождь шёл.", "koi8-r", "koi8-r"),
    ],
)
def test_they_are_read_as_what_they_are(text: str, encoding: str, charset: str) -> None:
    assert utf_8(text.encode(encoding), charset).decode() == text


def test_one_broken_character_leaves_the_others_whole() -> None:
    assert utf_8("石桥\N{SNOWMAN}桥".encode().replace("\N{SNOWMAN}".encode(), b"\xe2\x98")) == (
        "石桥\N{REPLACEMENT CHARACTER}桥".encode()
    )


def test_no_bytes_raise() -> None:
    for data in (bytes(range(256)), b"\xff\xfe", b"\x81\x8d\x8f"):
        utf_8(data).decode()
