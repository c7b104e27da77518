from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.profile import STARTER, SectionsPerCall
from rgpt_tui.models.starter.profile import LARGEST_SMALL_FILE, own_profile, starter_profile

if TYPE_CHECKING:
    from pathlib import Path


def test_the_starter_is_local_and_asked_for_one_section_at_a_time() -> None:
    profile = starter_profile(api_base="http://127.0.0.1:1/v1", api_key="key")
    assert profile.name == STARTER
    assert profile.is_local
    assert profile.sections_per_call is SectionsPerCall.ONE
    assert profile.max_reply_tokens < profile.context_window // 2


@pytest.mark.parametrize(
    ("size", "sections"),
    [(LARGEST_SMALL_FILE, SectionsPerCall.ONE), (LARGEST_SMALL_FILE + 1, SectionsPerCall.ALL)],
)
def test_an_own_file_is_asked_by_its_size(
    tmp_path: Path, size: int, sections: SectionsPerCall
) -> None:
    weights = tmp_path / "Novelist.gguf"
    with weights.open("wb") as file:
        file.truncate(size)
    assert own_profile(weights).sections_per_call is sections


def test_an_own_file_that_is_missing_has_a_profile_all_the_same(tmp_path: Path) -> None:
    profile = own_profile(tmp_path / "Llama-3.2-1B.gguf", context_window=2048)
    assert profile.name == "openai/Llama-3.2-1B"
    assert profile.context_window == 2048
    assert profile.sections_per_call is SectionsPerCall.ONE
