"""The status line: the model, the story's length, what it costs, and what is being done."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from rgpt_tui.models.tokens import rough_tokens
from rgpt_tui.story.counting import counted
from rgpt_tui.studio.fitting import fitted
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.model_rows import NONE
from rgpt_tui.studio.spending import Spending

if TYPE_CHECKING:
    from rgpt_tui.engine.events import Flight
    from rgpt_tui.settings import Settings
    from rgpt_tui.story.records import Making
    from rgpt_tui.writer.events import Event

NARROW = 98
"""In fewer columns the panes have no frames, and no titles on them."""
SECONDS_A_TICK = 0.5
"""So often the line says what only the clock tells. With each word the speed is another one: to
paint that would make every frame of a streaming reply as large as the screen.
"""
SPEED_WINDOW = 3.0
"""Seconds over which the speed is measured."""
LONG_SILENCE = 10.0
"""Seconds without a word of the model, from which on that is told."""
BAR = 10
"""Cells of the bar that shows how far something is."""
MOVING = 3
"""Cells of it that are full, and move, where nobody knows how far it is."""
GIVE_WAY = (
    *("waited_for", "ahead", "model", "spent", "ahead", "today", "spent"),
    *("speed", "ahead", "model", "run", "branch", "silence", "beside"),
)
"""What gives way where there is little room: what can be spared or read elsewhere comes first. How
what is being done is stopped never does: it stands nowhere else.
"""


class StatusLine(Widget):
    """One line at the foot of the studio."""

    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        width: 100%;
        padding: 0 1;
        background: $panel;
        color: $foreground 80%;
    }
    """

    model = reactive("")
    model_to_come: reactive[str | None] = reactive(None)
    """What was chosen while another model writes, and writes from the next step on; empty where it
    has yet to be found.
    """
    branch = reactive("")
    """The name of the branch; told where there is no frame that could have it."""
    about = reactive("")
    """What is to be known of the current paragraph; told where there is no frame, and at rest."""
    words = reactive(0)
    today = reactive(0)
    doing = reactive("")
    """What the engine or the screen is doing; empty when it waits for the writer."""
    run: reactive[tuple[str, ...]] = reactive(())
    """How far a run of the autopilot is, and the same without a bar; empty while there is none."""
    beside = reactive("")
    """What goes on beside the writing, and nobody knows how far it is; empty while nothing does."""
    moved = reactive(0)
    """Where the bar of that is."""
    silence = reactive("")
    """How long no word of the model has come, once that is long."""
    engine = reactive("")
    """What is wrong with the engine, or that it is being started; empty when it is ready."""
    speed = reactive(0.0)
    """Tokens a second of the reply that is streaming."""

    stoppable = reactive(False)
    """What is being done can be stopped with Escape."""
    ahead: reactive[tuple[str, ...]] = reactive(())
    """What the next step will take, told while nothing is being done, and the same in shorter."""

    spent: reactive[tuple[str, ...]] = reactive(())
    """What the step and the session took, and the session alone; empty: nothing was asked."""

    def on_mount(self) -> None:
        """Begin with nothing measured."""
        self._spending = Spending()
        self._arrived: list[tuple[float, int]] = []
        self._clock = self.set_interval(SECONDS_A_TICK, self._tick, pause=True)
        self._waited_for, self._until = "", 0.0
        self._heard: float | None = None
        """When the model was asked, or a word of it came; None while it is not its turn."""

    def begin(self, doing: str, before: Making | None = None) -> None:
        """Something has begun.

        Args:
            doing: what it is.
            before: what was asked already for the step that is gone on with.
        """
        self.doing, self.stoppable = doing, True
        self._spending.begin(before)
        self.spent = self._spending.told()
        self._arrived = []
        self._clock.resume()

    def use(self, model: str, *, writing: bool) -> None:
        """A model was chosen; what is being written at the moment is still by the old one."""
        if writing:
            self.model_to_come = None if model == self.model else model
        else:
            self.model = model

    def stopped(self) -> None:
        """The writer has stopped it."""
        self._spending.end(stopped=True)

    def end(self) -> None:
        """It is over."""
        self._spending.end()
        self.spent = self._spending.told()
        if self.model_to_come is not None:
            self.model, self.model_to_come = self.model_to_come, None
        self._waited_for, self._heard = "", None
        self.doing, self.run, self.silence = "", (), ""
        self.speed, self.stoppable = 0.0, False
        self._rest()

    def watch_beside(self) -> None:
        """Keep moving, or come to rest."""
        if not self.is_mounted:
            return
        if self.beside:
            self._clock.resume()
        else:
            self._rest()

    def _rest(self) -> None:
        """Look no longer at the clock, unless something goes on."""
        if not self.beside and not self.stoppable:
            self._clock.pause()

    def take(self, event: Event) -> None:
        """Follow what happens while something is being written."""
        from rgpt_tui.engine.events import Flight, ModelChosen, Progress, Recalled
        from rgpt_tui.writer.events import Asking, Waiting, Words
        from rgpt_tui.writer.section_words import doing

        self._spending.take(event)
        self.spent = self._spending.told()
        self._waited_for, self.silence = "", ""
        self._heard = monotonic() if isinstance(event, Asking | Words) else None
        if isinstance(event, ModelChosen):
            self.model, self.model_to_come = event.name, None
        elif isinstance(event, Words):
            self._arrived.append((monotonic(), rough_tokens(event.text)))
            self.doing = doing(event.section)
        elif isinstance(event, Asking):
            self.doing = "asking the model"
        elif isinstance(event, Recalled):
            self.doing = "recalled"
        elif isinstance(event, Waiting):
            self._waited_for, self._until = event.reason, monotonic() + event.seconds
            self._count_down()
            self._clock.resume()
        elif isinstance(event, Flight):
            self.run = _run(event)
        elif isinstance(event, Progress):
            self.doing = f"{event.what}{_told(event.done, event.total)}"

    def render(self) -> Content:
        """The line."""
        width = self.size.width
        stop = f"{keys_of_action(self.app, 'writing.stop')} stops" if self.stoppable else ""
        left: dict[str, tuple[str, ...]] = {
            "run": () if self.engine else self.run,
            "doing": (self.engine or self.doing,),
            "speed": (self._speed(),),
            "silence": (self.silence,),
            "stop": (stop,),
            "waited_for": (self._waited_for,),
            "beside": (f"{self.beside} {_moving_bar(self.moved)}" if self.beside else "",),
        }
        if not any("".join(forms) for forms in left.values()):
            left = {"about": (self.about if width < NARROW else "",), "ahead": self.ahead}
        right: dict[str, tuple[str, ...]] = {
            "model": self._models(),
            "branch": (f"“{self.branch}”" if self.branch and width < NARROW else "",),
            "words": (counted(self.words, "word"),),
            "today": (f"{self.today:+,} today" if self.today else "",),
            "spent": self.spent,
        }
        first, last = fitted(left, right, GIVE_WAY, width)
        gap = max(1, width - Content(first).cell_length - Content(last).cell_length)
        line = Content.assemble((first, "$accent"), " " * gap, last)
        if stop and stop in first:
            # A click on it does so too.
            at = first.find(stop)
            line = line.stylize(Style.from_meta({"@click": "screen.stop"}), at, at + len(stop))
        return line

    def _tick(self) -> None:
        """Say what only the clock tells."""
        if self.beside:
            self.moved += 1
        if self._waited_for:
            self._count_down()
        now = monotonic()
        self._arrived = [each for each in self._arrived if now - each[0] <= SPEED_WINDOW]
        if self._arrived:
            elapsed = max(now - self._arrived[0][0], 0.25)
            self.speed = sum(count for _, count in self._arrived) / elapsed
        else:
            self.speed = 0.0
        silent = 0.0 if self._heard is None else now - self._heard
        self.silence = f"nothing came for {silent:.0f} s" if silent >= LONG_SILENCE else ""

    def _count_down(self) -> None:
        """Say how long it still is until the model is asked again."""
        left = max(0.0, self._until - monotonic())
        self.doing = f"asking again in {left:.0f} s"

    def _speed(self) -> str:
        return f"{self.speed:.0f} tokens/s" if self.speed >= 1 else ""

    def _models(self) -> tuple[str, ...]:
        """The model that writes, and the one that does from the next step on."""
        short = self.model.rpartition("/")[2]
        if self.model_to_come is None:
            return self.model, short
        following = self.model_to_come or "another one"
        return (
            f"{self.model}, from the next step {following}",
            f"{short}, then {following.rpartition('/')[2]}",
        )


def named_model(settings: Settings) -> str:
    """The model that the settings name; empty where it has yet to be found."""
    if settings.gguf:
        return ""
    return "no model" if settings.model == NONE else settings.model


def _run(flight: Flight) -> tuple[str, ...]:
    """In which step the autopilot is, and as a bar how far to the limit that it comes to first."""
    short = f"autopilot {flight.way if flight.limit == 'steps' else flight.step}"
    if not flight.limit:
        return (short,)
    at = "" if flight.limit == "steps" else f"{flight.step} "
    return f"autopilot {at}{_bar(flight.share)} {flight.way}", short


def _told(done: int, total: int) -> str:
    """How far it is, as a bar of ten and in numbers."""
    if not total:
        return f" {done:,}" if done else ""
    return f" {_bar(done / total)} {done:,} of {total:,}"


def _bar(share: float) -> str:
    full = min(BAR, int(BAR * share))
    return "▰" * full + "▱" * (BAR - full)


def _moving_bar(moved: int) -> str:
    """A bar whose full cells go to its end and back."""
    way = BAR - MOVING
    at = way - abs(way - moved % (2 * way))
    return "▱" * at + "▰" * MOVING + "▱" * (way - at)
