"""The brief of the open story, to be changed at any time; the next request has it as it is then."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

import msgspec
from textual import getters, on
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Input, Static, TextArea

from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.unsent import Box, UnsentEdit
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.brief_form import BriefForm, values_of
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.work import Telling

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from rgpt_tui.studio.app import StudioApp
    from rgpt_tui.studio.desk import Desk


class BriefScreen(Telling, Screen[None]):
    """The form, with what holds for the story on the desk."""

    CSS_PATH = "new_story.tcss"
    WHERE = Where.BRIEF
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.BRIEF))

    form = getters.query_one(BriefForm)
    desk: Desk
    """Of the story that is open."""
    _values: dict[str, str] | None = None
    """What the boxes are to hold once they are there; None: they have it."""

    @property
    def studio(self) -> StudioApp:
        """The app."""
        return cast("StudioApp", self.app)

    def compose(self) -> ComposeResult:
        """A line on top, the form, and the buttons."""
        with Container(classes="form-head"):
            yield Static(
                Content.assemble(
                    ("About the story", "bold $heading"),
                    "\n",
                    ("All of it is in front of the model at every step.", "$foreground 70%"),
                )
            )
        yield BriefForm()
        with Container(classes="form-foot"), Horizontal():
            yield Button("Save", id="save", variant="primary")
            yield Button("Back", id="back")
        yield KeyLine()

    async def take(self, desk: Desk) -> None:
        """Read what the boxes are to hold, before the screen is shown: keys may follow at once.

        Args:
            desk: of the story that is open.

        Raises:
            RgptError: it cannot be read.
        """
        self.desk = desk
        self._brief = await desk.read(lambda book: book.brief)
        self._typed = _values_in(await desk.typing.typed(None, Box.BRIEF))
        self._values = values_of(self._brief) | self._typed

    def on_screen_resume(self) -> None:
        """Show what holds, or what was typed the last time and not saved."""
        if self._values is None:
            return
        with self.prevent(Input.Changed, TextArea.Changed):
            self.form.fill(self._values)
        self._values = None
        self.form.go_to("title")
        if self._typed:
            self.studio.tell("This is what you typed here before. Save it, or change it back.")

    @on(BriefForm.Changed)
    def _keep(self) -> None:
        values = self.form.values()
        if values == values_of(self._brief):
            self.desk.typing.drop(None, Box.BRIEF)
        else:
            text = msgspec.json.encode(values).decode()
            self.desk.typing.keep(UnsentEdit(step=None, box=Box.BRIEF, text=text))

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        await self.run_action(str(event.button.id))

    async def action_save(self) -> None:
        """Put it into the book."""
        try:
            brief = self.form.brief(like=self._brief)
            if brief != self._brief:
                await self.desk.change_brief(brief)
            self.desk.typing.drop(None, Box.BRIEF)
        except RgptError as error:
            self.studio.tell(error)
            self.form.go_to(getattr(error, "box", "title"))
            return
        self.studio.pop_screen()

    def action_back(self) -> None:
        """Go back; what is typed stays until the next time."""
        self.studio.pop_screen()


def _values_in(typed: str | None) -> dict[str, str]:
    """The form as it was kept; nothing where nothing was, or where it cannot be read."""
    try:
        return msgspec.json.decode(typed or "{}", type=dict[str, str])
    except msgspec.DecodeError:
        return {}
