"""Prompt templates that came with somebody else's story: bounded, blind, and never in the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rgpt_tui.writer import apart
from rgpt_tui.writer.templates import Templates

ENDLESS = {
    "loops in loops": "{% for a in range(99999) %}{% for b in range(99999) %}"
    "{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}",
    "a macro that doubles": "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}"
    "{% endmacro %}{{ f(90) }}",
    "a number without end, before it runs": "{{ 7 ** (7 ** (7 ** 7)) }}",
    "work inside of one filter": "{{ (range(9999) | join('a' * 999)) | replace('a', 'b' * 99) }}",
}
HUGE = {
    "a text, before it runs": "{{ 'a' * 10 ** 10 }}",
    "a filter": "{{ memory | center(10 ** 10) }}",
    "a method": "{{ memory.ljust(10 ** 10) }}",
    "a format": "{{ '%9999999999d' | format(1) }}",
    "a text that doubles": "{% set n = namespace(x='abcd') %}{% for i in range(60) %}"
    "{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x }}",
    "five million characters": "{{ 'abcde' * 1000000 }}",
    "brackets": "{{ " + "(" * 50_000 + ")" * 50_000 + " }}",
}


def written(folder: Path, text: str, name: str = "step") -> Path:
    file = folder / "templates" / "en" / f"{name}.j2"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def rendered(folder: Path, values: dict[str, object]) -> tuple[str, list[str]]:
    """What the writer's template “pinned” comes to, and what is said of it."""
    templates = Templates("en", [folder / "templates"])
    assert templates.has("pinned")
    return templates.render("pinned", values).text, templates.notices


@pytest.fixture
def values() -> dict[str, object]:
    return {"memory": "She runs.", "pinned": [], "sizes": {}, "asked": [], "labels": {}}


@pytest.mark.parametrize("text", [*ENDLESS.values(), *HUGE.values()], ids=[*ENDLESS, *HUGE])
def test_a_template_of_endless_work_or_size_gives_way_to_ours(
    tmp_path: Path, text: str, values: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "CPU_SECONDS", 0.2)
    written(tmp_path, text, "pinned")
    ours, _ = rendered(tmp_path / "nothing", values)

    text, notices = rendered(tmp_path, values)

    assert text == ours
    assert "is used instead" in notices[0]


def test_after_one_that_had_to_be_ended_the_others_work(
    tmp_path: Path, values: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "CPU_SECONDS", 0.2)
    written(tmp_path, ENDLESS["loops in loops"], "pinned")
    written(tmp_path, "{{ memory }} \ud83d".encode(errors="replace").decode(), "system")
    templates = Templates("en", [tmp_path / "templates"])

    templates.render("pinned", values)

    assert templates.render("system", values | {"memory": "Half \ud83d."}).text == "Half \ufffd. ?"


@pytest.mark.parametrize("how", ["file", "folder", "pipe", "large"])
def test_a_template_is_a_plain_file_of_its_folder(
    tmp_path: Path, values: dict[str, object], how: str
) -> None:
    secrets = tmp_path / "elsewhere" / "en"
    secrets.mkdir(parents=True)
    (secrets / "pinned.j2").write_text("sk-secret", encoding="utf-8")
    story = tmp_path / "story"
    file = written(story, "", "pinned")
    if how == "large":
        file.write_text("x" * 1_000_001, encoding="utf-8")
    else:
        file.unlink()
    if how == "file":
        file.symlink_to(secrets / "pinned.j2")
    elif how == "folder":
        file.parent.rmdir()
        file.parent.symlink_to(secrets)
    elif how == "pipe":
        os.mkfifo(file)
    ours, _ = rendered(tmp_path / "nothing", values)

    text, notices = rendered(story, values)

    assert text == ours
    assert str(file) in notices[0]


def test_the_process_of_the_templates_has_no_keys_and_ends_with_its_owner(
    tmp_path: Path, values: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-canary")
    written(tmp_path, "{{ memory }}", "pinned")
    templates = Templates("en", [tmp_path / "templates"])
    assert templates.render("pinned", values).text == "She runs."
    child = templates._apart._child
    assert child is not None
    assert b"sk-canary" not in Path(f"/proc/{child.pid}/environ").read_bytes()

    del templates

    assert child.returncode is not None
