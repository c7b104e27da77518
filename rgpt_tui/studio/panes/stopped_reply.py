"""A reply that was stopped or cut: what can be done with it, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from rgpt_tui.story.counting import counted
from rgpt_tui.story.measures import count_words
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.panes.coming import PROSE
from rgpt_tui.writer.seam import whole_sentences

if TYPE_CHECKING:
    from rgpt_tui.story.drafts import Draft

OFFERS = {
    "go-on": ("Go on", "go_on"),
    "keep": ("Keep", "keep_draft"),
    "set-aside": ("Set aside", "set_aside"),
}
"""What stands on each button, and the action of the writing screen that it does."""
ROOM = 64
"""In fewer columns the buttons stand below the words, and not beside them."""


class StoppedReply(Container):
    """It is offered until it is gone on with, kept, or set aside."""

    DEFAULT_CSS = """
    StoppedReply {
        display: none;
        height: auto;
        max-height: 4;
        layout: horizontal;
        background: $warning 15%;
        &.-on { display: block; }
        & > Static { width: 1fr; max-height: 3; padding: 0 1; }
        & > Horizontal { width: auto; height: 1; }
        &.-tight { layout: vertical; }
        &.-tight > Static { width: 100%; }
        Button { width: auto; min-width: 4; margin: 0; }
    }
    """

    def _fill(self) -> None:
        """What it is, and what can be done: made when it is needed, since the styles of a button
        are long, and the first frame would wait for them.
        """
        self._said = Static(markup=False)
        self._buttons = {name: Button(id=name, compact=True) for name in OFFERS}
        self._buttons["go-on"].variant = "primary"
        self.mount(self._said, Horizontal(*self._buttons.values()))

    def show_draft(self, draft: Draft | None, language: str = "en") -> None:
        """Offer a stopped reply in a language, or none."""
        self.set_class(draft is not None, "-on")
        if draft is None:
            return
        if not self.children:
            self._fill()
        self._said.update(printable(said_of(draft, language)))
        for name, (title, action) in OFFERS.items():
            key = keys_of_action(self.app, f"writing.{action}")
            self._buttons[name].label = _label(title, key)
        self._buttons["keep"].display = _has_prose(draft)

    def on_resize(self, event: events.Resize) -> None:
        """Put the buttons where there is room for them."""
        self.set_class(event.size.width < ROOM, "-tight")

    @on(Button.Pressed)
    async def _act(self, event: Button.Pressed) -> None:
        event.stop()
        await self.run_action(f"screen.{OFFERS[str(event.button.id)][1]}")


def _label(title: str, key: str) -> Content:
    return Content.assemble(title, (f" {key}", "dim")) if key else Content(title)


def words_of(draft: Draft) -> int:
    """How many words there are of it."""
    return sum(count_words(text, "en") for text in draft.sections.values())


def breaks_off(draft: Draft, language: str) -> bool:
    """Whether its prose ends within a sentence."""
    ends = draft.unfinished in PROSE
    text = draft.sections.get(str(draft.unfinished), "").rstrip()
    return ends and whole_sentences(text, language)[0] != text


def said_of(draft: Draft, language: str) -> str:
    """What there is of a stopped reply: its length, or what came in place of the story."""
    if words := words_of(draft):
        said = f"Stopped: {counted(words, 'word')}"
        if not _has_prose(draft):
            return f"{said}, no paragraph yet."
        return f"{said}, broken off." if breaks_off(draft, language) else f"{said}."
    replies = [each.reply for each in draft.making.requests if each.reply.strip()]
    if not replies:
        return "Stopped before a word came."
    return f"No paragraph came. The model said: “{' '.join(replies[-1].split())}”"


def _has_prose(draft: Draft) -> bool:
    return any(draft.sections.get(name, "").strip() for name in PROSE)
