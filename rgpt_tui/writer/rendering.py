"""Rendering a template: the sandbox that it runs in, and the parts that it marks.

Templates run in Jinja's sandbox (https://jinja.palletsprojects.com/en/stable/sandbox/): they see
the values that they are given and nothing of the machine.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jinja2 import BaseLoader, Environment

UNMARKED = "other"
"""The name of what a template says outside of its parts."""
LARGEST_TEMPLATE = 1_000_000
"""Bytes of one file."""
LARGEST_PROMPT = 4_000_000
"""Characters: more than the largest models read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A rendered template: its whole text, and the parts that it marked, in order."""

    text: str
    parts: tuple[tuple[str, str], ...]
    """The name and the text of each; all of the text but white space is in one of them."""


class OwnTemplates(FileSystemLoader):
    """Templates in a folder that may have come with a story: plain files in it, and no others."""

    def __init__(self, folder: Path) -> None:
        """Look in a folder of one language."""
        super().__init__(folder)
        self._folder = folder

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, as Jinja asks for it.

        Raises:
            TemplateNotFound: there is none.
            TemplateError: it is a link, which could lead to any file, or not a file, or too large.
        """
        file = self._folder.joinpath(*template.split("/"))
        if ".." not in template and file.exists():
            if not is_plain(file, self._folder.parent.parent):
                raise TemplateError(f"{file} is a link or no file: it is not read")
            if file.stat().st_size > LARGEST_TEMPLATE:
                raise TemplateError(f"{file} has more than {LARGEST_TEMPLATE // 1_000_000} MB")
        return super().get_source(environment, template)


def is_plain(file: Path, above: Path) -> bool:
    """Whether a path is a file, and neither it nor a folder between `above` and it is a link."""
    between = file.parents[: len(file.relative_to(above).parts) - 1]
    return stat.S_ISREG(file.lstat().st_mode) and not any(map(Path.is_symlink, between))


def sandbox(loader: BaseLoader) -> ImmutableSandboxedEnvironment:
    """The environment that templates are rendered in."""
    return ImmutableSandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,  # Of a template that is included, too.
        autoescape=False,
    )


def render(environment: Environment, name: str, values: dict[str, Any]) -> Rendered:
    """Render a template.

    Args:
        environment: from `sandbox`.
        name: of the template, without its suffix.
        values: what it may use.
    """
    marked: list[tuple[str, str]] = []

    def part(part_name: str, caller: Callable[[], str]) -> str:
        """Pass on the text of a ``{% call %}`` block, and note it as a part."""
        text = caller()
        if text.strip():
            marked.append((str(part_name), text.strip("\n")))
        return text and text + "\n"

    text = environment.get_template(f"{name}.j2").render(**values, part=part).strip("\n")
    if len(text) > LARGEST_PROMPT:
        raise TemplateError(f"it makes more than {LARGEST_PROMPT // 1_000_000} million characters")
    return Rendered(text=text, parts=tuple(_parts(text, marked)))


def fault(error: Exception) -> str:
    """What is wrong with a template, and in which line where that is known."""
    return f"{_line_of(error)}{error}" if str(error) else type(error).__name__


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
