"""What the documents say is so."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from textual.app import App

from docs.keys import SHOWN, TABLE, actions_of, with_tables
from docs.screenshots import PICTURES
from rgpt_tui.cli.app import COMMANDS
from rgpt_tui.settings import DESCRIPTIONS, Settings, Topic, variable_of
from rgpt_tui.studio.actions import ACTIONS
from rgpt_tui.studio.keymap import read_keymap

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


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_tests_and_benches_that_documents_name_exist(document):
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|bench)/[\w/]+(?:\.py)?)`", text)
    named += [f"bench/{name}.py" for name in re.findall(r"`python -m bench\.(\w+)", text)]
    assert [path for path in named if not (ROOT / path).exists()] == []


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


@pytest.mark.parametrize("name", ["README.md", "docs/studio.md"])
def test_keys_in_documents_are_the_real_ones(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert text == with_tables(text), "python docs/keys.py writes the tables anew"


@pytest.mark.parametrize("name", ["README.md", "docs/studio.md"])
def test_keys_told_in_passing_are_keys_of_something(name):
    text = TABLE.sub("", (ROOT / name).read_text(encoding="utf-8"))
    told = set(re.findall(r"`(ctrl\+[a-z]|f\d+|esc|space|[a-z0-9<>+\-\[\]\\])`", text))
    bound = [key for action in ACTIONS for key in action.keys.split(",")]
    bound.append(App.COMMAND_PALETTE_BINDING)
    assert told
    assert told <= {SHOWN.get(key, key) for key in bound}


def test_the_guide_of_the_studio_has_every_action():
    text = (ROOT / "docs" / "studio.md").read_text(encoding="utf-8")
    listed = [action.id for found in TABLE.finditer(text) for action in actions_of(found[2])]
    assert sorted(listed) == sorted(action.id for action in ACTIONS)


@pytest.mark.parametrize("name", ["settings.md", "studio.md"])
def test_keys_that_documents_give_to_actions_can_be_given(name):
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    examples = [tomllib.loads(each) for each in re.findall(r"```toml\n(.*?)```", text, re.DOTALL)]
    keys = [example["keys"] for example in examples if "keys" in example]
    assert keys
    for table in keys:
        assert read_keymap(table, ACTIONS).faults == ()


def test_every_picture_in_documents_can_be_made_anew():
    shown = {
        Path(image).stem
        for document in DOCUMENTS
        for image in re.findall(r"!\[[^]]*\]\(([^)]+)\)", document.read_text(encoding="utf-8"))
    }
    there = {image.stem for image in (ROOT / "docs" / "images").glob("*.svg")}
    assert shown <= there <= set(PICTURES)
