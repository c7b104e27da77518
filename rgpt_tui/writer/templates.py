"""Prompt templates: Jinja, by language, each of which the writer can replace.

A template is looked up in the story's folder, then in the config folder, then among those that
come with rgpt; one that replaces another can build on it with ``{% extends "builtin/step.j2" %}``
or include parts. Those of the writer's own, which may have come with a story, are rendered in a
process apart (`rgpt_tui.writer.apart`).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

from jinja2 import PackageLoader, TemplateNotFound

from rgpt_tui.story.language import primary_subtag
from rgpt_tui.writer.apart import RenderedApart, TemplateFaulty
from rgpt_tui.writer.rendering import Rendered, render, sandbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jinja2 import Environment

BUILT_IN_LANGUAGES = ("en", "zh")
LONGEST_LANGUAGE: Final = 60
"""Characters of a language that has a folder: each may take four of the 255 bytes of a name."""


class Templates:
    """The templates of one story."""

    def __init__(self, language: str, folders: Sequence[Path] = ()) -> None:
        """Look templates up for a language.

        Args:
            language: of the story. One that rgpt has no templates for uses the English ones.
            folders: where the writer's own templates may be, the first counts; in each they
                stand in a folder named after the language. No link in there is followed.
        """
        subtag = primary_subtag(language)
        self.language = subtag if subtag in BUILT_IN_LANGUAGES else "en"
        # The language stands in a book, which may be of anybody's making: it names no path.
        named = subtag.isalnum() and len(subtag) <= LONGEST_LANGUAGE
        own = [folder / subtag for folder in folders] if named else []
        self._own = [folder for folder in own if folder.is_dir()]
        built_in = f"prompts/{self.language}"
        self._built_in = _compiled_once(built_in)
        self._apart = RenderedApart(built_in, self._own)
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
                return self._apart.render(name, values)
            except (TemplateFaulty, OSError) as error:
                self._report(name, error)
        return render(self._built_in, name, values)

    def has(self, name: str) -> bool:
        """Whether there is a template of a name, one of the writer's or of rgpt."""
        if any((folder / f"{name}.j2").exists() for folder in self._own):
            return True
        try:
            self._built_in.get_template(f"{name}.j2")
        except TemplateNotFound:
            return False
        return True

    def _report(self, name: str, error: Exception) -> None:
        notice = (
            f"Your template for “{name}” does not work ({error}). "
            "The one that comes with rgpt is used instead; nothing is lost."
        )
        if notice not in self._reported:
            self._reported.add(notice)
            self.notices.append(notice)


@functools.cache
def _compiled_once(folder: str) -> Environment:
    """Templates of rgpt do not change while it runs: all stories share what Jinja makes of them."""
    return sandbox(PackageLoader("rgpt_tui.writer", folder))
