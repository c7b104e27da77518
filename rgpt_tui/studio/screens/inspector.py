"""The prompt inspector: the exact next request, or the one that a paragraph was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import getters, on
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from rgpt_tui.models.tokens import rough_tokens
from rgpt_tui.story.counting import counted
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.screens.sheet import Sheet
from rgpt_tui.studio.text_box import TextBox
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from rgpt_tui.engine.next_prompt import NextPrompt
    from rgpt_tui.story.records import Making, SentRequest


_SENT = {"system": "the rules", "user": "what is asked"}
"""The messages of a request, by their roles."""
_LOST = "Its words are not on record."
"""Said of what a past request had to do without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a request to be read."""

    name: str
    text: str
    tokens: int | None = None
    about: bool = False
    """Nobody has counted them: these are estimated."""
    gone: str = ""
    """Why it was left out; empty if it was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A request, part by part, and what is to be said of it."""

    title: str
    summary: str
    sections: tuple[Section, ...]


class InspectorSheet(Sheet[None]):
    """Read a request, part by part."""

    WHERE = Where.INSPECTOR
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.INSPECTOR))

    parts = getters.query_one("#parts", OptionList)
    reading = getters.query_one("#reading", TextBox)
    said = getters.query_one("#said", Static)

    def __init__(self, account: Callable[[], Awaitable[Account]]) -> None:
        """Make it.

        Args:
            account: awaited for what is to be shown; it may take a moment.
        """
        super().__init__()
        self._account = account
        self._sections: tuple[Section, ...] = ()

    def compose(self) -> ComposeResult:
        """The parts, and the text of the one under the cursor."""
        with Vertical(classes="frame") as frame:
            frame.border_title = "The request"
            yield Static("Looking…", id="said", classes="line dim", markup=False)
            with Horizontal(classes="columns"):
                yield OptionList(id="parts", classes="list", markup=False)
                yield TextBox(id="reading", classes="reading", read_only=True)
        yield KeyLine()

    def on_mount(self) -> None:
        """Make the account."""
        self.parts.focus()
        self._show()

    @work()
    async def _show(self) -> None:
        try:
            account = await self._account()
        except RgptError as error:
            self.said.update(self.studio.said(error))
            return
        self.query_one(".frame").border_title = account.title
        self.said.update(printable(account.summary))
        self._sections = account.sections
        self.parts.add_options([Option(_row(each)) for each in account.sections])
        if account.sections:
            self.parts.highlighted = 0

    @on(OptionList.OptionHighlighted)
    def _read(self, event: OptionList.OptionHighlighted) -> None:
        section = self._sections[event.option_index]
        why = f"[Left out: {section.gone}]\n\n" if section.gone else ""
        self.reading.load_text(printable(f"{why}{section.text}"))

    def action_copy(self) -> None:
        """Copy the part under the cursor."""
        if self.parts.highlighted is not None:
            self.app.copy_to_clipboard(self._sections[self.parts.highlighted].text)
            self.studio.tell("Copied.")


def account_of_next(following: NextPrompt) -> Account:
    """The account of the request that would be sent next."""
    prompt = following.prompt
    sections = [
        Section(name=part.name, text=part.text, tokens=part.tokens) for part in prompt.parts
    ]
    sections += [
        Section(name=each.part, text=each.text, tokens=each.tokens, gone=each.reason)
        for each in prompt.left_out
    ]
    sections += [
        Section(name=f"as sent: {_SENT.get(message.role, message.role)}", text=message.content)
        for message in prompt.messages
    ]
    notices = "".join(f" {notice}" for notice in following.notices)
    return Account(
        title="The next request",
        summary=f"{prompt.tokens:,} of {prompt.room:,} tokens; the reply may have "
        f"{prompt.reply_tokens:,}. {_left_out(len(prompt.left_out))} This is the first request of "
        "the step alone; the forecast counts all its requests and their replies together."
        f"{notices}",
        sections=tuple(sections),
    )


def account_of_making(number: int, making: Making) -> Account:
    """The account of what a step was made from."""
    sections: list[Section] = []
    for at, request in enumerate(making.requests, 1):
        which = f"{at} · " if len(making.requests) > 1 else ""
        sections += _sections_of(request, which)
    about = "about " if making.usage.estimated else ""
    cost = "" if making.cost is None else f", ${making.cost:.4f}"
    summary = (
        f"{making.model or 'no model'} · {about}{making.usage.prompt_tokens:,} tokens read, "
        f"{making.usage.completion_tokens:,} written{cost}, {making.seconds:.1f} s, "
        f"{counted(len(making.requests), 'request')}."
        if making.requests
        else "No request was sent for this paragraph: it was imported, or you wrote it."
    )
    return Account(title=f"Made from · step {number}", summary=summary, sections=tuple(sections))


def _sections_of(request: SentRequest, which: str) -> list[Section]:
    """A past request, part by part as far as that is on record, then as it was sent.

    Args:
        request: of a step.
        which: it is, where there are several.
    """
    sections = [
        Section(
            name=which + part.name,
            text=request.messages[part.message].content[part.start : part.start + part.length],
            tokens=part.tokens,
        )
        for part in request.parts
        if part.message < len(request.messages)
    ]
    sections += [
        Section(name=which + each.name, text=_LOST, tokens=each.tokens, gone=each.reason)
        for each in request.left_out
    ]
    names = {**_SENT, "user": f"asked for {_asked_for(request.purpose)}"}
    sections += [
        _recorded(which + names.get(message.role, message.role), message.content)
        for message in request.messages
    ]
    return [*sections, _recorded(f"{which}the reply", request.reply)]


def _recorded(name: str, text: str) -> Section:
    """A whole message of the past: its text is on record, and its tokens are not."""
    return Section(name=name, text=text, tokens=rough_tokens(text), about=True)


def _asked_for(purpose: str) -> str:
    """What a request was for, in words; a book of others may have it in words of its own."""
    from rgpt_tui.writer.section_words import listed

    try:
        return listed(purpose.split(", "))
    except ValueError:
        return purpose


def _left_out(count: int) -> str:
    return f"{counted(count, 'part') if count else 'Nothing'} left out for space."


def _row(section: Section) -> Text:
    row = Text(printable(section.name))
    if section.tokens is not None:
        row.append(f"  {'≈ ' if section.about else ''}{section.tokens:,}", style="bold")
    if section.gone:
        row.stylize("strike dim")
    return row
