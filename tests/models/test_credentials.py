from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.credentials import find_key, key_variables
from rgpt_tui.models.errors import CredentialsUnsafe

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "sk-0123456789abcdef"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "credentials.toml"
    file.write_text(f'openai = "{SECRET}"\nMY_OWN_KEY = "own"\nempty = ""\n')
    file.chmod(0o600)
    return file


def test_a_key_is_found_by_provider_and_by_variable(file: Path) -> None:
    assert find_key("openai", {}, file) == SECRET
    assert find_key("MY_OWN_KEY", {}, file) == "own"
    assert find_key("openai", {"OPENAI_API_KEY": "from the environment"}, file) == (
        "from the environment"
    )
    assert find_key("OPENAI_API_KEY", {"OPENAI_API_KEY": " spaced \n"}, file) == "spaced"
    assert find_key("gemini", {"GOOGLE_API_KEY": "g"}, file) == "g"
    assert find_key("my_odd_key", {"my_odd_key": "odd"}, file) == "odd"


def test_a_variable_in_the_file_serves_its_provider(tmp_path: Path) -> None:
    file = tmp_path / "credentials.toml"
    file.write_text('ANTHROPIC_API_KEY = "a"\n')
    file.chmod(0o600)
    assert find_key("anthropic", {}, file) == "a"


def test_no_key_is_none(file: Path, tmp_path: Path) -> None:
    assert find_key("mistral", {}, file) is None
    assert find_key("empty", {}, file) is None
    assert find_key("openai", {"OPENAI_API_KEY": ""}, tmp_path / "nothing.toml") is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o666, 0o620])
def test_a_file_that_others_can_touch_is_refused_with_what_closes_it(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(CredentialsUnsafe, match=f"chmod 600 {file}") as caught:
        find_key("openai", {}, file)
    assert SECRET not in str(caught.value)
    assert find_key("openai", {"OPENAI_API_KEY": "e"}, file) == "e", "not needed, not looked at"


@pytest.mark.parametrize("text", [f"openai = {SECRET}\n", f"[{SECRET}\n", "\xff\xfe"])
def test_a_broken_file_is_told_without_what_is_in_it(file: Path, text: str) -> None:
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(CredentialsUnsafe, match="not valid TOML") as caught:
        find_key("openai", {}, file)
    assert SECRET not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "credentials.toml"
    folder.mkdir(mode=0o700)
    with pytest.raises(CredentialsUnsafe, match="could not be read"):
        find_key("openai", {}, folder)


def test_a_provider_that_is_not_in_the_table_has_the_usual_variable() -> None:
    assert key_variables("novita") == ("NOVITA_API_KEY",)
    assert key_variables("SOME_KEY") == ("SOME_KEY",)
    assert key_variables("openai")[0] == "OPENAI_API_KEY"
    assert key_variables("cohere_chat") == ("COHERE_API_KEY",), "the name that the list has for it"
