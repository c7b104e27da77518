"""The autopilot's form: how far it may go, what that will take, and the brake."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.containers import Horizontal, Vertical
from textual.validation import Integer, Number
from textual.widgets import Button, Input, Label, Static

from rgpt_tui.story.errors import RgptError
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.screens.sheet import Sheet
from rgpt_tui.studio.telling_ahead import told_ahead
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from rgpt_tui.engine.forecast import Forecast
    from rgpt_tui.studio.desk import Desk
    from rgpt_tui.writer import autopilot  # noqa: F401 - named in the type of the result

UNPLANNED = (
    "There are no plans here to choose from. The autopilot has three made first, which takes "
    "another request."
)


class AutopilotSheet(Sheet["autopilot.StopRules"]):
    """Say how far the autopilot may go; the result is when it stops."""

    WHERE = Where.AUTOPILOT
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.AUTOPILOT))

    steps = getters.query_one("#steps", Input)
    words = getters.query_one("#words", Input)
    cost = getters.query_one("#cost", Input)
    said = getters.query_one("#said", Static)

    def __init__(self, desk: Desk, plan: str, *, planned: bool) -> None:
        """Make the form.

        Args:
            desk: the open story.
            plan: in the box of the writer, by which is told ahead what a step takes.
            planned: whether plans are on offer for the first step.
        """
        super().__init__()
        self._desk = desk
        self._plan = plan
        self._planned = planned
        self._forecast: Forecast | None = None

    def compose(self) -> ComposeResult:
        """The form."""
        with Vertical(classes="frame -small") as frame:
            frame.border_title = "Autopilot"
            yield Static(
                "The model chooses a plan, says why, revises it, and writes; you can stop it at "
                "any moment, and every step can be undone.",
                classes="dim",
            )
            if not self._planned:
                yield Static(UNPLANNED, id="unplanned")
            yield Label("Steps")
            yield Input("5", id="steps", type="integer", validators=[Integer(minimum=1)])
            yield Label("Stop when the story has so many words (empty: never)")
            yield Input(id="words", type="integer", valid_empty=True, validators=[Integer(1)])
            yield Label("Stop after a step that reaches so many dollars (empty: never)")
            yield Input(id="cost", type="number", valid_empty=True, validators=[Number(0)])
            yield Static("Looking ahead…", id="said", classes="dim", markup=False)
            with Horizontal(classes="row"):
                yield Button("Start", variant="primary", id="start")
                yield Button("Not now", id="close")
        yield KeyLine()

    def on_mount(self) -> None:
        """Look ahead."""
        self.steps.focus()
        self._look_ahead()

    @work()
    async def _look_ahead(self) -> None:
        try:
            self._forecast = await self._desk.engine.forecast(self._plan)
        except RgptError as error:
            self.said.update(self.studio.said(error))
            return
        self._tell()

    @on(Input.Changed)
    def _tell(self) -> None:
        if self._forecast is not None:
            steps = _whole(self.steps.value) if self.steps.is_valid else None
            self.said.update(told_ahead(self._forecast, steps=steps))

    @on(Input.Submitted)
    @on(Button.Pressed, "#start")
    def action_start(self) -> None:
        """Start."""
        from rgpt_tui.writer import autopilot

        if not all(box.is_valid for box in (self.steps, self.words, self.cost)):
            self.studio.tell("Steps and words are whole numbers from 1; the cost is an amount.")
            return
        if self.cost.value.strip() and (refusal := self._no_limit_of_cost()):
            self.studio.tell(refusal)
            self.cost.focus()
            return
        self.dismiss(
            autopilot.StopRules(
                steps=_whole(self.steps.value),
                words=_whole(self.words.value),
                cost=float(self.cost.value) if self.cost.value.strip() else None,
            )
        )

    def _no_limit_of_cost(self) -> str:
        """Why no limit of cost can be kept; empty if one can."""
        if self._forecast is None:
            return (
                "What this model charges is not known yet, so no limit of cost can be kept. "
                "Nothing has begun. Start when it says here what a step will take, or empty the "
                "amount."
            )
        if self._forecast.cost is None:
            return (
                "No price of this model is known, so no limit of cost can be kept. Nothing "
                "has begun. Empty the amount, and let steps or words be the limit; or name the "
                "price in settings.toml (`prompt_price` and `reply_price`)."
            )
        return ""

    @on(Button.Pressed, "#close")
    def _not_now(self) -> None:
        self.dismiss(None)


def _whole(text: str) -> int | None:
    """A whole number, read as the validators of its box read it; None of an empty box."""
    return int(float(text)) if text.strip() else None
