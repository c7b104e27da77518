"""The form for a story's brief: what stays true of the whole story, each part with its help."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from textual import events, on
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.records import Brief
from rgpt_tui.studio.text_box import TextBox
from rgpt_tui.studio.when import language_code, language_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult


class FormUnusable(RgptError):
    """Something in the form cannot be what it is."""

    def __init__(self, message: str, box: str) -> None:
        super().__init__(message)
        self.box = box


@dataclass(frozen=True, slots=True)
class Part:
    """A box of the form."""

    name: str
    """The field of the brief."""
    label: str
    help: str
    lines: int = 1
    """How high the box is at least; more than one: it takes several paragraphs."""


PARTS = (
    Part("title", "Title", "Left empty, the model invents one."),
    Part("genre", "Genre", "In your own words: a cosy mystery, hard science fiction."),
    Part("topic", "What it is about", "A sentence or two is plenty.", 2),
    Part("description", "Anything else", "The world, the time, the mood, what must never be.", 3),
    Part("style", "Style", "How it is to be written: dry, lyrical, short sentences.", 2),
    Part("point_of_view", "Point of view", "Who tells it, and in which tense."),
    Part(
        "cast", "Cast", "Who is in it, a line each; it is in front of the model at every step.", 4
    ),
    Part("outline", "Outline", "Left empty, the model makes one with the opening.", 5),
    Part("language", "Language", "English, Chinese, fr, …; left empty: the one you write in here."),
    Part("target_words", "Length in words", "What you aim at; it steers how fast things happen."),
)


class BriefForm(VerticalScroll, can_focus=False):
    """The boxes; all of them may stay empty."""

    DEFAULT_CSS = """
    BriefForm { align-horizontal: center; scrollbar-size-vertical: 1; }
    BriefForm .part { width: 1fr; max-width: 84; height: auto; margin: 0 0 1 0; }
    BriefForm .part > Static {
        height: 1;
        color: $foreground 60%;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    BriefForm .part:focus-within > Static { color: $foreground 80%; }
    BriefForm Input, BriefForm TextArea {
        border: none;
        border-left: outer $pane-border;
        background: $surface;
        padding: 0 1;
        width: 100%;
    }
    BriefForm Input { height: 1; }
    BriefForm TextArea { height: auto; max-height: 12; }
    BriefForm Input:focus, BriefForm TextArea:focus {
        border: none;
        border-left: outer $accent;
        background: $panel;
        background-tint: $background 0%;
    }
    """

    class Changed(Message):
        """Something was typed."""

    def compose(self) -> ComposeResult:
        """A line of help and a box for each part."""
        for part in PARTS:
            with Vertical(classes="part"):
                yield Static(_label(part.label, part.help))
                if part.lines == 1:
                    # A text that is selected would be gone with the first letter.
                    yield Input(id=part.name, select_on_focus=False)
                else:
                    box = TextBox(id=part.name)
                    box.styles.min_height = part.lines
                    yield box

    def values(self) -> dict[str, str]:
        """What stands in the boxes, as it was typed."""
        return {part.name: self._read(part) for part in PARTS}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put texts into the boxes; a box that is not named is emptied."""
        for part in PARTS:
            box, text = self.query_one(f"#{part.name}"), values.get(part.name, "")
            if isinstance(box, TextArea):
                box.load_text(text)
            elif isinstance(box, Input):
                box.value = text.replace("\n", " ")

    def brief(self, like: Brief | None = None) -> Brief:
        """The brief that the form makes.

        Args:
            like: what it is now, for an empty language.

        Raises:
            FormUnusable: the language or the length is none; the message says what is wanted.
        """
        values = {name: text.strip() for name, text in self.values().items()}
        language = values.pop("language")
        words = values.pop("target_words").replace(",", "").replace(".", "").replace(" ", "")
        brief = Brief(**values)  # type: ignore[arg-type]
        return replace(
            brief,
            language=_language(language, values, like),
            target_words=_length(words),
        )

    def go_to(self, name: str) -> None:
        """Set the cursor into a box, behind what stands there."""
        box = self.query_one(f"#{name}")
        box.focus(scroll_visible=False)
        if isinstance(box, TextArea):
            box.move_cursor(box.document.end)
        elif isinstance(box, Input):
            box.cursor_position = len(box.value)

    def _read(self, part: Part) -> str:
        box = self.query_one(f"#{part.name}")
        return box.text if isinstance(box, TextArea) else str(getattr(box, "value", ""))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Bring the line of help into view together with its box."""
        part = event.widget.parent
        if isinstance(part, Widget):
            # The box alone is on its way into view after one of them.
            self.call_after_refresh(self.call_after_refresh, self._bring, part)

    async def _bring(self, part: Widget) -> None:
        await self.stop_animation("scroll_y", complete=False)
        self.scroll_to_widget(part, animate=False)

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _changed(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Changed())


def values_of(brief: Brief) -> dict[str, str]:
    """A brief as the form shows it."""
    values = {each.name: getattr(brief, each.name) for each in fields(brief)}
    return values | {
        "language": language_name(brief.language),
        "target_words": f"{brief.target_words:,}" if brief.target_words else "",
    }


def _label(label: str, text: str) -> Content:
    return Content.assemble((label, "bold $foreground"), "  ", text)


def _language(text: str, values: Mapping[str, str], like: Brief | None) -> str:
    if not text:
        if like is not None:
            return like.language
        from rgpt_tui.story.language import detect_language

        return detect_language(" ".join(values.values()))
    code = language_code(text)
    if code is None:
        raise FormUnusable(
            f"“{text}” is no language that rgpt knows by that name. Write it in English "
            "(“Portuguese”), or its code (“pt”).",
            "language",
        )
    return code


def _length(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text[:12]) <= 100_000_000:
        raise FormUnusable(
            "The length is to be a number of words, such as 80000, or empty.", "target_words"
        )
    return int(text)
