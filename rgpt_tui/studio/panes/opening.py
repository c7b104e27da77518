"""How far the opening of a story has come, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.content import Content

from rgpt_tui.story.counting import counted
from rgpt_tui.story.printable import printable

if TYPE_CHECKING:
    from rgpt_tui.story.records import Brief
    from rgpt_tui.writer.events import Event

PARTS = {
    "the title": ("title",),
    "an outline": ("outline",),
    "three paragraphs": ("opening_1", "opening_2", "opening_3"),
    "the first memory": ("memory",),
    "three plans": ("plan_1", "plan_2", "plan_3"),
}
"""What an opening has, in the order in which it is asked for, with its sections."""
BEGINNING = "the model is being made ready"


@dataclass(slots=True)
class Opening:
    """An opening that is being written."""

    words: dict[str, int] = field(default_factory=dict)
    """Of each section so far."""
    now: str = BEGINNING
    """What is going on."""

    def take(self, event: Event) -> bool:
        """Follow an event; whether it changed anything that is told."""
        from rgpt_tui.writer.events import Asking, Rewritten, Words

        before = self.now
        if isinstance(event, Asking):
            self.now = f"the model is asked for {_part_of(event.sections[0])}"
            return True
        if not isinstance(event, Words | Rewritten):
            return False
        came = len(event.text.split())
        known = self.words.get(event.section, 0) if isinstance(event, Words) else 0
        self.words[event.section] = known + came
        self.now = _section(event.section)
        return came > 0 or before != self.now

    def line(self) -> Content:
        """What is going on, in one line."""
        return Content.assemble(("Writing the opening: ", "bold"), f"{self.now} …")

    def told(self, brief: Brief, key: str) -> Content:
        """All that is to come, with what has come of it.

        Args:
            brief: of the story.
            key: stops it.
        """
        given = {"title": brief.title.strip(), "outline": brief.outline.strip()}
        parts: list[str | tuple[str, str]] = [("Writing the opening\n", "bold")]
        last = max((self._place(name) for name in self.words), default=-1)
        for place, (name, sections) in enumerate(PARTS.items()):
            words = sum(self.words.get(section, 0) for section in sections)
            yours = given.get(sections[0], "")
            if yours:
                parts += ["\n", ("✓ ", "$success"), f"{name}  ", ("yours", "$foreground 60%")]
            elif place < last and words:
                parts += ["\n", ("✓ ", "$success"), name]
            elif place == last:
                so_far = f"  {counted(words, 'word')} so far"
                parts += ["\n", ("▸ ", "$accent bold"), (name, "bold"), so_far]
            else:
                parts += ["\n", ("·  "[:2], "$foreground 50%"), (name, "$foreground 60%")]
        if last < 0:
            parts += ["\n\n", (f"{printable(self.now).capitalize()} …", "$foreground 70%")]
        parts += ["\n\n", (f"{key} stops; what has come is kept.", "$foreground 55%")]
        return Content.assemble(*parts)

    def _place(self, section: str) -> int:
        return next((at for at, each in enumerate(PARTS.values()) if section in each), -1)


def _part_of(section: str) -> str:
    return next((name for name, each in PARTS.items() if section in each), "it")


def _section(name: str) -> str:
    if name.startswith("opening_"):
        return f"paragraph {name[-1]} of 3"
    return f"plan {name[-1]} of 3" if name.startswith("plan_") else f"the {name}"
