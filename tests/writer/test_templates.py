"""The writer's own templates: they replace and extend ours, and do no harm if they are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.writer.advance import advance, next_prompt
from rgpt_tui.writer.events import Made, Notice
from tests.writer.stage import MEMORY, PLAN, brief_of, cell_of, run, said, state_after

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.writer.prompt import Prompt
    from tests.model_server import ModelServer

OURS = "You are the writing partner of a novelist."


def write(folder: Path, text: str, name: str = "step", language: str = "en") -> Path:
    """Write a template of the writer's own into a folder, and give back the folder."""
    file = folder / language / f"{name}.j2"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def prompt_with(
    server: ModelServer, *folders: Path, language: str = "en", one: bool = False
) -> tuple[Prompt, list[str]]:
    """The prompt of a step, and what is said of the templates."""
    cell = cell_of(server, language=language, folders=folders, one=one)
    state = state_after(brief=brief_of(language))
    return next_prompt(cell, state, PLAN.text, ()), cell.templates.notices


def user(prompt: Prompt) -> str:
    return prompt.messages[1].content


def test_a_template_of_the_writers_own_replaces_ours(
    model_server: ModelServer, tmp_path: Path
) -> None:
    write(tmp_path, "Go on: {{ plan }}\nMemory was: {{ memory }}")

    prompt, notices = prompt_with(model_server, tmp_path)

    assert user(prompt) == f"Go on: {PLAN.text}\nMemory was: {MEMORY}"
    assert prompt.messages[0].content.startswith(OURS)
    assert not notices


def test_the_storys_own_template_goes_before_the_one_of_all_stories(
    model_server: ModelServer, tmp_path: Path
) -> None:
    story, config = tmp_path / "story", tmp_path / "config"
    write(story, "Of this story.")
    write(config, "Of all stories.")
    write(config, "The rules.", "system")

    prompt, _ = prompt_with(model_server, story, config)

    assert user(prompt) == "Of this story."
    assert prompt.messages[0].content == "The rules."


def test_a_template_can_change_one_block_of_ours(model_server: ModelServer, tmp_path: Path) -> None:
    ours, _ = prompt_with(model_server)
    write(
        tmp_path,
        '{% extends "builtin/step.j2" %}{% block plan %}'
        "{{ super() }}And nobody dies.\n{% endblock %}",
    )

    prompt, notices = prompt_with(model_server, tmp_path)

    added = f"{PLAN.text}\n\nAnd nobody dies.\n"
    assert user(prompt) == user(ours).replace(f"{PLAN.text}\n\n", added)
    assert not notices


def test_a_piece_that_several_templates_include_can_be_replaced_alone(
    model_server: ModelServer, tmp_path: Path
) -> None:
    write(
        tmp_path, '{% call part("brief") %}\nA tale of {{ brief.genre }}.\n{% endcall %}', "story"
    )

    prompt, _ = prompt_with(model_server, tmp_path)

    assert user(prompt).startswith("A tale of mystery.\n")
    assert MEMORY in user(prompt)


def test_a_small_models_template_can_be_replaced(model_server: ModelServer, tmp_path: Path) -> None:
    write(tmp_path, "Write a page: {{ plan }}", "alone/paragraph")

    prompt, _ = prompt_with(model_server, tmp_path, one=True)

    assert user(prompt) == f"Write a page: {PLAN.text}"


def test_a_template_belongs_to_its_language(model_server: ModelServer, tmp_path: Path) -> None:
    write(tmp_path, "Écris : {{ plan }}", language="fr")

    french, _ = prompt_with(model_server, tmp_path, language="fr")
    english, _ = prompt_with(model_server, tmp_path)

    assert user(french) == f"Écris : {PLAN.text}"
    assert "Écris" not in user(english)


def test_what_a_template_says_outside_of_its_parts_is_accounted_for(
    model_server: ModelServer, tmp_path: Path
) -> None:
    write(
        tmp_path,
        'Before. {% call part("plan") %}{{ plan }}{% endcall %} Between. {% call part("memory") %}'
        "{{ memory }}{% endcall %} After.",
    )

    prompt, _ = prompt_with(model_server, tmp_path)

    parts = [(part.name, part.text) for part in prompt.parts[1:]]
    assert parts == [
        ("other", "Before."),
        ("plan", PLAN.text),
        ("other", "Between."),
        ("memory", MEMORY),
        ("other", "After."),
    ]


@pytest.mark.parametrize(
    ("text", "said_of_it"),
    [
        ("One.\n{% if memory %}\nTwo.\n{% endfor %}", "line 4"),
        ("One.\n\n{{ memori }}", "line 3"),
        ("{{ memory.text.first }}", "line 1"),
        ('{% include "nothing.j2" %}', "nothing.j2"),
        ("{{ 1 / 0 }}", "division by zero"),
    ],
    ids=["syntax", "name", "attribute", "include", "arithmetic"],
)
def test_a_template_that_does_not_work_gives_way_to_ours_with_a_reason(
    model_server: ModelServer, tmp_path: Path, text: str, said_of_it: str
) -> None:
    ours, _ = prompt_with(model_server)
    write(tmp_path, text)

    prompt, notices = prompt_with(model_server, tmp_path)

    assert prompt == ours
    (notice,) = notices
    assert said_of_it in notice
    assert "step" in notice
    assert "used instead" in notice


async def test_a_broken_template_is_told_once_and_the_step_is_written(
    model_server: ModelServer, tmp_path: Path
) -> None:
    write(tmp_path, "{% if %}")
    model_server.queue(said("Paragraph: She ran.\n\nMemory: She runs."))
    cell = cell_of(model_server, folders=[tmp_path])

    first = await run(advance(cell, state_after(), PLAN))
    second = await run(advance(cell, state_after(), PLAN))

    assert len(model_server.requests) == 3
    assert sum("does not work" in notice.text for notice in first.of(Notice)) == 1
    assert not any("does not work" in notice.text for notice in second.of(Notice))
    assert first.of(Made)
    assert second.of(Made)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ brief.__class__ }}",
        "{{ part.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ plans.append('x') }}",
        "{% set _ = brief.update({'title': 'x'}) %}{{ brief.title }}",
        "{{ '%s' | format(plan.__class__) }}",
        "{{ '{0.__class__}'.format(plan) }}",
    ],
)
def test_a_template_cannot_reach_out_of_its_sandbox(
    model_server: ModelServer, tmp_path: Path, text: str
) -> None:
    ours, _ = prompt_with(model_server)
    write(tmp_path, text)

    prompt, notices = prompt_with(model_server, tmp_path)

    assert prompt == ours
    assert len(notices) == 1


@pytest.mark.parametrize("path", ["{file}", "../secret.j2", "../../secret.j2", "builtin/../secret"])
def test_a_template_cannot_read_other_files(
    model_server: ModelServer, tmp_path: Path, path: str
) -> None:
    secret = tmp_path / "secret.j2"
    secret.write_text("sk-secret", encoding="utf-8")
    folder = tmp_path / "templates"
    write(folder, f'{{% include "{path.format(file=secret)}" %}}')

    prompt, notices = prompt_with(model_server, folder)

    assert "sk-secret" not in user(prompt)
    assert MEMORY in user(prompt)
    assert len(notices) == 1


@pytest.mark.parametrize(
    "text",
    [
        "{% for number in range(999999999) %}x{% endfor %}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        '{% include "step.j2" %}',
        '{% extends "step.j2" %}',
    ],
    ids=["range", "recursion", "included by itself", "extended by itself"],
)
def test_a_template_without_end_gives_way_to_ours(
    model_server: ModelServer, tmp_path: Path, text: str
) -> None:
    write(tmp_path, text)

    prompt, notices = prompt_with(model_server, tmp_path)

    assert MEMORY in user(prompt)
    assert len(notices) == 1


def test_a_language_is_no_path_to_other_templates(
    model_server: ModelServer, tmp_path: Path
) -> None:
    write(tmp_path / "elsewhere", "From elsewhere.")

    prompt, _ = prompt_with(model_server, tmp_path / "templates", language="../elsewhere/en")

    assert "From elsewhere" not in user(prompt)
