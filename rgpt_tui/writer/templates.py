"""Prompt templates: Jinja, by language, each of which the writer can replace.

A template is looked up in the story's folder, then in the config folder, then among those that
come with rgpt; one that replaces another can build on it with ``{% extends "builtin/step.j2" %}``
or include parts. Templates run in Jinja's sandbox
(https://jinja.palletsprojects.com/en/stable/sandbox/): they see the values that they are given
and nothing of the machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplatesNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from rgpt_tui.story.language import primary_subtag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from jinja2 import BaseLoader

BUILT_IN_LANGUAGES = ("en", "zh")
UNMARKED = "other"
"""The name of what a template says outside of its parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A rendered template: its whole text, and the parts that it marked, in order."""

    text: str
    parts: tuple[tuple[str, str], ...]
    """The name and the text of each; all of the text but white space is in one of them."""


class Templates:
    """The templates of one story."""

    def __init__(self, language: str, folders: Sequence[Path] = ()) -> None:
        """Look templates up for a language.

        Args:
            language: of the story. One that rgpt has no templates for uses the English ones.
            folders: where the writer's own templates may be, the first counts; in each they
                stand in a folder named after the language.
        """
        subtag = primary_subtag(language)
        self.language = subtag if subtag in BUILT_IN_LANGUAGES else "en"
        # The language stands in a book, which may be of anybody's making: it names no path.
        own = [folder / subtag for folder in folders] if subtag.isalnum() else []
        built_in = PackageLoader("rgpt_tui.writer", f"prompts/{self.language}")
        self._built_in = _environment(built_in)
        self._environment = _environment(
            ChoiceLoader([FileSystemLoader(own), built_in, PrefixLoader({"builtin": built_in})])
        )
        self._own = [folder for folder in own if folder.is_dir()]
        self._reported: set[str] = set()
        self.notices: list[str] = []
        """What is wrong with the writer's own templates and was not told yet, each said once."""

    def render(self, name: str, values: dict[str, Any]) -> Rendered:
        """Render a template, or, if the writer's own does not work, the one of rgpt.

        Args:
            name: without its suffix, such as ``step``.
            values: what the template may use.
        """
        if self._own:
            try:
                return _render(self._environment, name, values)
            # A template is the writer's program: whatever it raises is its fault, not ours.
            except Exception as error:
                self._report(name, error)
        return _render(self._built_in, name, values)

    def has(self, name: str) -> bool:
        """Whether there is a template of a name, one of the writer's or of rgpt."""
        try:
            self._environment.get_or_select_template([f"{name}.j2"])
        except TemplatesNotFound:
            return False
        except TemplateError:
            # There is one, but it does not work: `render` says so.
            return True
        return True

    def _report(self, name: str, error: Exception) -> None:
        where = _line_of(error)
        notice = (
            f"Your template for “{name}” does not work ({where}{error}). "
            "The one that comes with rgpt is used instead; nothing is lost."
        )
        if notice not in self._reported:
            self._reported.add(notice)
            self.notices.append(notice)


def _environment(loader: BaseLoader) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,  # Of a template that is included, too.
        autoescape=False,
    )


def _render(
    environment: ImmutableSandboxedEnvironment, name: str, values: dict[str, Any]
) -> Rendered:
    marked: list[tuple[str, str]] = []

    def part(part_name: str, caller: Callable[[], str]) -> str:
        """Pass on the text of a ``{% call %}`` block, and note it as a part."""
        text = caller()
        if text.strip():
            marked.append((str(part_name), text.strip("\n")))
        return text and text + "\n"

    text = environment.get_template(f"{name}.j2").render(**values, part=part).strip("\n")
    return Rendered(text=text, parts=tuple(_parts(text, marked)))


def _parts(text: str, marked: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The parts that a template marked, and what it says outside of them, in order."""
    at = 0
    for name, part in marked:
        start = text.find(part, at)
        if start < 0:
            continue
        if between := text[at:start].strip():
            yield UNMARKED, between
        yield name, part
        at = start + len(part)
    if rest := text[at:].strip():
        yield UNMARKED, rest


def _line_of(error: Exception) -> str:
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}, line {error.lineno}: "
    if isinstance(error, TemplateNotFound):
        return "not found: "
    traceback = error.__traceback__
    line = ""
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file.endswith(".j2"):
            line = f"{file}, line {traceback.tb_lineno}: "
        traceback = traceback.tb_next
    return line
