"""A reply that was stopped or cut: what can be done with it, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.widgets import Button, Static

from rgpt_tui.story.measures import count_words
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.panes.coming import PROSE

if TYPE_CHECKING:
    from rgpt_tui.story.drafts import Draft

ACTIONS = {"go-on": "go_on", "keep": "keep_draft", "set-aside": "set_aside"}
"""The action of the writing screen for each button."""


class StoppedReply(Horizontal):
    """It is offered until it is gone on with, kept, or set aside."""

    DEFAULT_CSS = """
    StoppedReply {
        display: none;
        height: auto;
        max-height: 4;
        background: $warning 15%;
        &.-on { display: block; }
        Static { width: 1fr; padding-left: 1; }
        Button { width: auto; min-width: 4; margin: 0; }
    }
    """

    def _fill(self) -> None:
        """What it is, and what can be done: made when it is needed, since the styles of a button
        are long, and the first frame would wait for them.
        """
        self.mount(
            Static(markup=False),
            Button("Go on", id="go-on", compact=True, variant="primary"),
            Button("Keep", id="keep", compact=True),
            Button("Set aside", id="set-aside", compact=True),
        )

    def show_draft(self, draft: Draft | None) -> None:
        """Offer a stopped reply, or none."""
        self.set_class(draft is not None, "-on")
        if draft is not None:
            if not self.children:
                self._fill()
            key = keys_of_action(self.app, "writing.go_on")
            said = f"{said_of(draft)} {key} goes on." if key else said_of(draft)
            self.query_one(Static).update(printable(said))
            self.query_one("#keep").display = _has_prose(draft)

    @on(Button.Pressed)
    async def _act(self, event: Button.Pressed) -> None:
        event.stop()
        await self.run_action(f"screen.{ACTIONS[str(event.button.id)]}")


def said_of(draft: Draft) -> str:
    """What there is of a stopped reply: its length, or what came in place of the story."""
    if words := sum(count_words(text, "en") for text in draft.sections.values()):
        return f"Stopped: {words:,} words" + ("." if _has_prose(draft) else ", no paragraph yet.")
    replies = [each.reply for each in draft.making.requests if each.reply.strip()]
    if not replies:
        return "Stopped before a word came."
    return f"No paragraph came. The model said: “{' '.join(replies[-1].split())}”"


def _has_prose(draft: Draft) -> bool:
    return any(draft.sections.get(name, "").strip() for name in PROSE)
