"""The form for a new story: say as much or as little of it as there is to say, and begin."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import getters, on
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Input, Static, TextArea

from rgpt_tui.places import data_folder, expanded
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.beginning import make_story
from rgpt_tui.studio.brief_form import BriefForm, FormUnusable
from rgpt_tui.studio.form_kept import FormKept
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.text_box import TextBox
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from rgpt_tui.studio.app import StudioApp

FILE = "new-story.json"
OWN = "opening"
"""The box of the writer's own opening, among the texts that are kept."""
FIRST_STORY: Final = {
    "genre": "a quiet mystery",
    "topic": "A lighthouse keeper comes back from the village and finds the lamp already lit.",
    "style": "Plain and exact, with the sea always audible.",
}
"""What a newcomer finds in the boxes, to be changed or kept."""
HEAD = "Everything may stay empty. What is here, the model reads at every step."
SUGGESTED = "Here is something to begin with. Change it, empty it, or simply begin."


class NewStoryScreen(Screen[None]):
    """A story that does not exist yet."""

    CSS_PATH = "new_story.tcss"
    WHERE = Where.NEW_STORY
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.NEW_STORY))
    AUTO_FOCUS: ClassVar[str | None] = ""

    form = getters.query_one(BriefForm)
    own = getters.query_one("#own", TextBox)

    def __init__(self) -> None:
        super().__init__()
        self._suggested: Mapping[str, str] = {}
        self._read = False
        """Whether what was typed before a restart was put back."""
        self._kept = FormKept(
            data_folder() / FILE, lambda fault: self.studio.tell(RgptError(fault))
        )

    @property
    def studio(self) -> StudioApp:
        """The app."""
        return cast("StudioApp", self.app)

    def compose(self) -> ComposeResult:
        """A line on top, the form, the box for an own opening, and the buttons."""
        with Container(classes="form-head"):
            yield Static(id="head")
        yield BriefForm()
        with Container(id="own-room"), Vertical():
            yield Static(
                Content.assemble(
                    ("Your opening", "bold $foreground"), "  A paragraph or a chapter, yours alone."
                )
            )
            yield TextBox(id="own")
        with Container(classes="form-foot"), Horizontal():
            yield Button("Begin", id="begin", variant="primary")
            yield Button("Write my own opening", id="own_opening")
            yield Button("Back", id="back")
        yield KeyLine()

    def suggest(self, values: Mapping[str, str]) -> None:
        """Put something into the boxes when the form is shown, unless they hold something."""
        self._suggested = values

    def on_mount(self) -> None:
        """Say what the form is for."""
        self._say(suggested=False)

    def on_screen_resume(self) -> None:
        """Put back what was typed before, or take up a suggestion."""
        self._take_up()

    @work(group="taking up", exclusive=True, keys_wait=True)
    async def _take_up(self) -> None:
        if not self._read:
            kept = await self._kept.read()
            self._read = True
            # Somebody may have typed ahead: that stands behind what was there.
            typed = self._values()
            self._fill({name: kept.get(name, "") + text for name, text in typed.items()})
            if any(typed.values()):
                self._typed()
        suggested, self._suggested = self._suggested, {}
        if suggested and not any(text.strip() for text in self._values().values()):
            self._fill(suggested)
            self._say(suggested=True)
            self.form.go_to("topic")
        elif self.focused is None:
            self.form.go_to("title")

    def _say(self, *, suggested: bool) -> None:
        self.query_one("#head", Static).update(
            Content.assemble(
                ("A new story", "bold $heading"),
                "\n",
                (SUGGESTED if suggested else HEAD, "$foreground 70%"),
            )
        )

    def _values(self) -> dict[str, str]:
        return self.form.values() | {OWN: self.own.text}

    def _fill(self, values: Mapping[str, str]) -> None:
        with self.prevent(Input.Changed, TextArea.Changed):
            self.form.fill(values)
            self.own.load_text(values.get(OWN, ""))
        self.set_class(bool(values.get(OWN)), "-own")

    @on(BriefForm.Changed)
    @on(TextArea.Changed, "#own")
    def _typed(self) -> None:
        # Before, it would take the place of what was kept.
        if self._read:
            self._kept.keep(self._values())

    # Doing

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        await self.run_action(str(event.button.id))

    @work(group="beginning", exclusive=True)
    async def action_begin(self) -> None:
        """Make the story, and have its opening written unless the writer has written it."""
        try:
            brief = self.form.brief()
        except FormUnusable as error:
            self.studio.tell(error)
            self.form.go_to(error.box)
            return
        opening = self.own.text
        shelf = Shelf(expanded(self.studio.settings.stories))
        await self._kept.keep_now()
        folder = await asyncio.to_thread(make_story, shelf, brief, opening)
        # From here on the book has it all, and the next one begins in the first box.
        await self._clear()
        self.set_focus(None)
        own = bool(opening.strip())
        self.studio.open_story(folder, begin=not own, remember=own)

    def action_own_opening(self) -> None:
        """Show the box for an own opening, or hide it while it is empty."""
        if self.has_class("-own") and not self.own.text.strip():
            self.remove_class("-own")
            self.form.go_to("title")
        else:
            self.add_class("-own")
            self.own.focus()

    async def action_clear(self) -> None:
        """Empty all boxes."""
        await self._clear()
        self.form.go_to("title")

    async def _clear(self) -> None:
        self._fill({})
        self._say(suggested=False)
        await self._kept.drop()

    async def action_back(self) -> None:
        """Go back; what is typed stays."""
        await self._kept.keep_now()
        self.studio.pop_screen()
