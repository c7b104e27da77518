from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.settings import DESCRIPTIONS, TYPES, Settings, Topic, names_of, variable_of
from rgpt_tui.settings_reading import SettingsUnusable, load_settings, read_keys

if TYPE_CHECKING:
    from pathlib import Path

VALUES: dict[str, tuple[Any, Any, Any]] = {
    "stories": ("/in/file", "/in/env", "/in/option"),
    "model": ("openai/file", "openai/env", "openai/option"),
    "api_base": ("http://file", "http://env", "http://option"),
    "api_key_env": ("FILE_KEY", "ENV_KEY", "OPTION_KEY"),
    "gguf": ("file.gguf", "env.gguf", "option.gguf"),
    "context_window": (1000, 2000, 3000),
    "max_reply_tokens": (100, 200, 300),
    "temperature": (0.1, 0.2, 0.3),
    "prompt_price": (0.5, 1.0, 0.0),
    "reply_price": (2.5, 5.0, 0.0),
    "sections": ("all", "one", "auto"),
    "first_token_seconds": (1.5, 2.5, 3.5),
    "next_token_seconds": (4.5, 5.5, 6.5),
    "retries": (1, 2, 0),
    "rounds": (1, 2, 0),
    "previous_paragraphs": (2, 3, 4),
    "memory_sentences": (10, 11, 12),
    "memory_words": (100, 200, 300),
    "embedder": ("file", "env", "option"),
    "embedder_api_base": ("http://file", "http://env", "http://option"),
    "embedder_api_key_env": ("FILE_KEY", "ENV_KEY", "OPTION_KEY"),
    "recall_passages": (1, 2, 0),
    "theme": ("foolscap", "lectern", "my-own"),
    "engine_silence_seconds": (20.0, 30.0, 40.0),
    "measure": (60, 80, 120),
    "backups_keep": (1, 2, 0),
    "backups_every": (5, 10, 20),
}
"""For every setting a value in the file, in the environment and as an option."""

NUMBERS = [name for name, values in VALUES.items() if not isinstance(values[0], str)]
TEXTS = [name for name in VALUES if name not in NUMBERS]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def toml(name: str, value: object) -> str:
    return f"{name} = {value!r}\n"


def test_every_setting_is_tried_here_and_described() -> None:
    assert set(VALUES) == set(TYPES) == set(DESCRIPTIONS)
    assert sorted(names_of(*Topic)) == sorted(TYPES)
    assert all(text.endswith(".") for text in DESCRIPTIONS.values())


@pytest.mark.parametrize("name", VALUES)
def test_an_option_counts_before_the_environment_before_the_file_before_the_default(
    name: str, file: Path
) -> None:
    in_file, in_environment, as_option = VALUES[name]
    variable = f"RGPT_{name.upper()}"
    default = getattr(load_settings(file=file, environ={}), name)
    file.write_text(toml(name, in_file))
    environ = {variable: str(in_environment)}
    assert default not in (in_file, in_environment)
    assert getattr(load_settings(file=file, environ={}), name) == in_file
    assert getattr(load_settings(file=file, environ=environ), name) == in_environment
    for given in (as_option, str(as_option)):
        settings = load_settings({name: given}, file=file, environ=environ)
        assert getattr(settings, name) == as_option
        assert type(getattr(settings, name)) is type(default)
    for nothing in ({name: None}, {}):
        assert getattr(load_settings(nothing, file=file, environ=environ), name) == in_environment
    assert getattr(load_settings(file=file, environ={variable: ""}), name) == in_file


def test_without_anything_the_defaults_hold(file: Path) -> None:
    defaults = {each.name: each.default for each in fields(Settings) if each.name != "stories"}
    settings = load_settings(file=file, environ={})
    assert {name: getattr(settings, name) for name in defaults} == defaults
    assert settings.stories


def test_a_zero_that_was_given_is_not_taken_for_nothing(file: Path) -> None:
    file.write_text("retries = 2\nrecall_passages = 2\n")
    settings = load_settings({"retries": 0}, file=file, environ={"RGPT_RECALL_PASSAGES": "0"})
    assert (settings.retries, settings.recall_passages) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [("modle", "model"), ("memory_word", "memory_words"), ("RETRIES", "retries"), ("zzz", "")],
)
def test_an_unknown_key_names_the_file_the_key_and_the_nearest_right_one(
    file: Path, wrong: str, nearest: str
) -> None:
    file.write_text(toml(wrong, 1))
    with pytest.raises(SettingsUnusable) as refusal:
        load_settings(file=file, environ={})
    assert f"`{wrong}`" in str(refusal.value)
    assert str(file) in str(refusal.value)
    if nearest:
        assert f"`{nearest}`" in str(refusal.value)


def test_a_key_kept_in_the_settings_file_is_refused_without_being_shown(file: Path) -> None:
    file.write_text('api_key = "sk-secret-123"\n')
    with pytest.raises(SettingsUnusable) as refusal:
        load_settings(file=file, environ={})
    assert "`api_key`" in str(refusal.value)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_word_in_place_of_a_number_names_where_it_stands(name: str, file: Path) -> None:
    with pytest.raises(SettingsUnusable, match=f"`{name}` in the environment variable RGPT_"):
        load_settings(file=file, environ={variable_of(name): "many"})
    option = f"--{name.replace('_', '-')}"
    with pytest.raises(SettingsUnusable, match=f"given as {option} cannot be 'many'"):
        load_settings({name: "many"}, file=file, environ={})
    file.write_text(toml(name, "3"))
    with pytest.raises(SettingsUnusable) as refusal:
        load_settings(file=file, environ={})
    assert f"`{name}` in {file} cannot be '3'" in str(refusal.value)
    assert DESCRIPTIONS[name] in str(refusal.value)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("value", ["5", "true", "[1]", "{a = 1}"])
def test_a_number_or_a_table_in_place_of_a_text_is_refused(
    name: str, value: str, file: Path
) -> None:
    file.write_text(f"{name} = {value}\n")
    with pytest.raises(SettingsUnusable, match=f"`{name}` in "):
        load_settings(file=file, environ={})


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        *((name, -1, 0) for name in ("rounds", "recall_passages")),
        *((name, -1, 0) for name in ("context_window", "max_reply_tokens")),
        ("retries", -2, -1),
        ("previous_paragraphs", 0, 1),
        ("memory_sentences", 2, 3),
        ("memory_words", 29, 30),
        ("first_token_seconds", 0, 0.01),
        ("next_token_seconds", -1.0, 0.01),
        ("next_token_seconds", float("nan"), 1.0),
        ("first_token_seconds", float("inf"), 86_400),
        ("temperature", 2.1, 2.0),
        ("measure", 39, 40),
        ("measure", 121, 120),
        ("temperature", float("nan"), -1.0),
        ("sections", "some", "auto"),
    ],
)
def test_values_keep_their_limits_wherever_they_stand(
    name: str, wrong: Any, right: Any, file: Path
) -> None:
    def ways(value: Any) -> list[dict[str, Any]]:
        return [{"environ": {variable_of(name): str(value)}}, {"options": {name: str(value)}}]

    for way in ways(wrong):
        with pytest.raises(SettingsUnusable, match=f"`{name}`"):
            load_settings(file=file, **({"environ": {}} | way))
    for way in ways(right):
        assert getattr(load_settings(file=file, **({"environ": {}} | way)), name) == right
    file.write_text(toml(name, wrong))
    with pytest.raises(SettingsUnusable, match=f"`{name}`"):
        load_settings(file=file, environ={})
    file.write_text(toml(name, right))
    assert getattr(load_settings(file=file, environ={}), name) == right


@pytest.mark.parametrize("name", ["api_base", "embedder_api_base"])
@pytest.mark.parametrize(
    "wrong",
    [
        "notaurl",
        "127.0.0.1:8080/v1",
        "localhost:8080",
        "ftp://host/v1",
        "http://",
        "http:///v1",
        "http://:8080/v1",
        "http://host:port/v1",
        "http://host:99999",
        "http://[::1",
        "http://host /v1",
        "http://host\n/v1",
        "me:sk-secret@host",
    ],
)
def test_what_is_no_address_is_refused_in_one_line_with_an_example_and_not_shown(
    name: str, wrong: str, file: Path
) -> None:
    with pytest.raises(SettingsUnusable) as refusal:
        load_settings({name: wrong}, file=file, environ={})
    said = str(refusal.value)
    assert f"`{name}` given as --{name.replace('_', '-')} is no address" in said
    assert "http://127.0.0.1:8080/v1" in said
    assert "\n" not in said
    assert "secret" not in said


@pytest.mark.parametrize(
    "right",
    [
        "http://127.0.0.1:8080/v1",
        "https://me:pw@host.example/v1",
        "HTTP://host",
        "http://[::1]:80/",
    ],
)
def test_addresses_of_every_kind_are_taken_as_they_are(right: str, file: Path) -> None:
    assert load_settings({"api_base": right}, file=file, environ={}).api_base == right


def test_an_empty_address_stands_for_the_providers_own(file: Path) -> None:
    file.write_text('api_base = "http://host/v1"\n')
    assert load_settings({"api_base": ""}, file=file, environ={}).api_base == ""


@pytest.mark.parametrize("content", [b"model = ", b"= 3", b"\xff\xfe", b"retries = 1\nretries = 2"])
def test_a_file_that_is_no_toml_is_named_and_nothing_is_guessed(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsUnusable) as refusal:
        load_settings(file=file, environ={})
    assert str(file) in str(refusal.value)
    assert "Nothing was changed" in str(refusal.value)


def test_a_folder_in_place_of_the_file_is_named(file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsUnusable, match=r"settings\.toml"):
        load_settings(file=file, environ={})


def test_a_table_of_keys_is_no_setting_and_is_read_as_it_stands(file: Path) -> None:
    assert read_keys(file) == {}
    file.write_text('retries = 7\n[keys]\nwrite = "f5"\nnonsense = 3\n')
    assert load_settings(file=file, environ={}).retries == 7
    assert read_keys(file) == {"write": "f5", "nonsense": 3}
    file.write_text("[keys")
    with pytest.raises(SettingsUnusable, match=r"settings\.toml"):
        read_keys(file)


def test_a_byte_order_mark_does_no_harm(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfretries = 7\r\n")
    assert load_settings(file=file, environ={}).retries == 7


def test_bytes_that_are_no_text_are_refused_in_words(file: Path) -> None:
    with pytest.raises(SettingsUnusable, match="`retries` given as --retries"):
        load_settings({"retries": "bad \udcff"}, file=file, environ={})


def test_the_file_is_looked_for_in_the_config_folder_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RGPT_CONFIG_DIR", str(tmp_path / "elsewhere"))
    assert load_settings().retries == Settings().retries
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "settings.toml").write_text("retries = 9\n")
    assert load_settings().retries == 9
    monkeypatch.setenv("RGPT_RETRIES", "8")
    assert load_settings().retries == 8
    assert load_settings(environ={}).retries == 9
