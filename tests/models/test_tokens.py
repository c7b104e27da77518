from __future__ import annotations

from pathlib import Path

import pytest

from rgpt_tui.models.tokens import count_tokens


def test_tokens_are_counted_about_as_models_count_them() -> None:
    assert count_tokens("") == 0
    assert count_tokens("Hello, world!") == 4
    prose = "The rain had stopped, and Mara opened the door to look across the bridge. " * 100
    assert 1400 < count_tokens(prose) < 1800


@pytest.mark.parametrize(
    "text",
    ["<|endoftext|>", "\ud800 lone", "\x00", "石桥" * 500, "🦉" * 500, "a" * 100_000],
)
def test_any_text_can_be_counted(text: str) -> None:
    assert count_tokens(text) > 0


def test_counting_needs_no_network_and_finds_the_bundled_encoding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import os

    count_tokens("x")
    assert Path(os.environ["TIKTOKEN_CACHE_DIR"]).is_dir()
