"""What the documents say is so."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from rgpt_tui.cli.app import COMMANDS
from rgpt_tui.settings import DESCRIPTIONS, Settings, Topic, variable_of

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def row_of(setting) -> str:
    default = "" if setting.default == "" else f"`{setting.default}`"
    in_studio = setting.metadata["topic"] is Topic.STUDIO
    option = "" if in_studio else f"`--{setting.name.replace('_', '-')}`"
    return (
        f"| `{setting.name}` | `{variable_of(setting.name)}` | {option} | {default} "
        f"| {DESCRIPTIONS[setting.name]} |"
    )


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_each_setting_is_documented_as_it_is(setting):
    assert row_of(setting) in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_that_documents_name_exist(document):
    text = document.read_text(encoding="utf-8")
    shells = "\n".join(re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL))
    named = re.findall(r"`rgpt ([a-z]+)", text)
    named += re.findall(r"^rgpt ([a-z]+)", shells, flags=re.MULTILINE)
    assert set(named) <= set(COMMANDS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_template_that_the_documents_list_exists_and_none_is_missing():
    prompts = ROOT / "rgpt_tui" / "writer" / "prompts" / "en"
    documented = set(
        re.findall(r"`([a-z_]+\.j2)`", (ROOT / "docs" / "prompts.md").read_text(encoding="utf-8"))
    )
    assert documented == {path.name for path in prompts.glob("*.j2")}


def test_ci_installs_and_tests_as_the_readme_says():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    install, test = re.findall(r"```sh\n(python3 -m venv .*?)\n```", readme)
    assert test.endswith(".venv/bin/pytest")
    assert install.endswith(".venv/bin/rgpt")
    assert f"\n{install}\n" in script
    assert f"\n{test}\n" in script
