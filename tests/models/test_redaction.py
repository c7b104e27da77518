from __future__ import annotations

import pytest

from rgpt_tui.models.redaction import HIDDEN, one_line, redact


@pytest.mark.parametrize(
    "key",
    [
        "sk-proj-aBcD1234efgh5678",
        "sk-ant-api03-abcdefgh_ijklm",
        "gsk_abcdefghijklmnop",
        "AIzaSyA1234567890abcdefghijklmnopqrstuv",
        "hf_abcdefghijklmnop",
        "xai-abcdefghijklmnop",
        "sk-...abcdefgh1234",
    ],
)
def test_what_has_the_shape_of_a_key_is_hidden(key: str) -> None:
    assert redact(f"Incorrect API key provided: {key}.").startswith(
        f"Incorrect API key provided: {HIDDEN}"
    )
    assert key[8:] not in redact(f"Key: {key}")


def test_given_secrets_are_hidden_whatever_their_shape() -> None:
    assert redact("token=hunter2hunter2&x", "hunter2hunter2", None) == f"token={HIDDEN}&x"


@pytest.mark.parametrize(
    "text", ["A key-value store is a task-based thing.", "The sk-8 board.", "Chapter 12: The key"]
)
def test_ordinary_words_stay(text: str) -> None:
    assert redact(text, "", "ab") == text


def test_a_web_page_is_reduced_to_its_title() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>502 Bad &amp; Gone</title></head><body>x</body></html>"
    )
    assert one_line(page) == "a web page titled “502 Bad & Gone”"
    assert one_line("<html><body>nothing</body></html>") == "a web page"


def test_a_message_is_one_short_line_of_plain_text() -> None:
    shown = one_line("\x1b]0;own\x07a\r\nb\u202ec\x00 " + "long " * 500)
    assert shown.isprintable()
    assert len(shown) <= 301
    assert shown.endswith("…")
