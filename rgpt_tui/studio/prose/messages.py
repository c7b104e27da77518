"""What the prose view tells: handled as `on_prose_view_opened` and so on, or with `@on`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from textual.widget import Widget


@dataclass
class ProseMessage(Message):
    """A message of a prose view."""

    view: Widget

    @property
    def control(self) -> Widget:
        """The view that it comes from."""
        return self.view


@dataclass
class TextsWanted(ProseMessage, namespace="prose_view"):
    """The texts of steps near the reader are wanted: call `show_texts` with them."""

    ids: tuple[str, ...]
    """In the order of the story. Each is asked for once while it is in the outline and near."""


@dataclass
class Selected(ProseMessage, namespace="prose_view"):
    """Another step is the current one."""

    id: str


@dataclass
class Opened(ProseMessage, namespace="prose_view"):
    """Enter, or a double click, on a step."""

    id: str


@dataclass
class Moved(ProseMessage, namespace="prose_view"):
    """The rows reserved for an editor may be elsewhere on the screen: see `region_of`."""
