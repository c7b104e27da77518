"""The formats that a story can be exported to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rgpt_tui.formats.markdown import to_markdown
from rgpt_tui.formats.plain_text import to_plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rgpt_tui.formats.pages import Page
    from rgpt_tui.story.records import Brief


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format for exports."""

    title: str
    """What users call it."""
    suffix: str
    """How the names of its files end, with the dot."""
    write: Callable[[Brief, Sequence[Page]], str]
    """Makes the content of a file of a story."""


FORMATS: Final[Mapping[str, Format]] = {
    "md": Format(title="Markdown", suffix=".md", write=to_markdown),
    "text": Format(title="plain text", suffix=".txt", write=to_plain_text),
}
"""By the name that the command line knows it by."""
