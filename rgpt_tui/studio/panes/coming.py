"""The words that stand at the end of the story and are no step yet: of one, or of an opening."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.writer.events import Event

PROSE = ("paragraph", "opening_1", "opening_2", "opening_3")
FORE = ("title", "outline")
"""What comes before the prose of an opening."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows at its end."""

    heading: str = ""
    text: str = ""
    draft: bool = False
    """It is no prose."""


@dataclass(slots=True)
class Coming:
    """The words that have come so far, section by section."""

    heading: str = ""
    """Of a chapter that begins with them."""
    sections: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, draft: Draft) -> Coming:
        """What had come when a reply was stopped."""
        return cls(draft.heading, _known(draft.sections))

    def take(self, event: Event) -> bool:
        """Follow an event; whether it has words of these sections."""
        from rgpt_tui.writer.events import Asking, Rewritten, Words

        if isinstance(event, Asking):
            # An outline that broke off is asked for anew; prose is gone on with.
            for name in set(event.sections).intersection(FORE):
                self.sections.pop(name, None)
            return False
        if not isinstance(event, Words | Rewritten) or event.section not in PROSE + FORE:
            return False
        before = self.sections.get(event.section, "") if isinstance(event, Words) else ""
        self.sections[event.section] = before + event.text
        return True

    def shown(self) -> Shown:
        """The prose; until there is any, the outline under the title."""
        prose = [text.strip() for name in PROSE if (text := self.sections.get(name, "")).strip()]
        if prose:
            # White space at the end may be what stands before the words that come next.
            last = next(text for name in reversed(PROSE) if (text := self.sections.get(name, "")))
            ended = last[len(last.rstrip()) :] if last.strip() else ""
            return Shown(self.heading, "\n\n".join(prose) + ended)
        title, outline = (self.sections.get(name, "").strip() for name in FORE)
        heading = " · ".join(filter(None, [title, "outline" if outline else ""]))
        return Shown(heading, outline, draft=True)


def _known(sections: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in sections.items() if name in PROSE + FORE}
