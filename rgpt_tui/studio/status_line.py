"""The status line: the model, the story's length, what it costs, and what is being done."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from rgpt_tui.studio.fitting import fitted
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.model_rows import NONE
from rgpt_tui.studio.telling_ahead import in_thousands

if TYPE_CHECKING:
    from rgpt_tui.settings import Settings
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
GIVE_WAY = (
    *("waited_for", "ahead", "model", "spent", "ahead", "today", "spent"),
    *("speed", "ahead", "model", "branch", "stop"),
)
"""What gives way where there is little room: what can be spared or read elsewhere comes first."""
CHARACTERS_A_TOKEN = 4
"""As a rule of thumb, while the words stream and the provider has not counted yet."""


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
    branch = reactive("")
    """The name of the branch; told where there is no frame that could have it."""
    words = reactive(0)
    today = reactive(0)
    doing = reactive("")
    """What the engine or the screen is doing; empty when it waits for the writer."""
    run = reactive("")
    """How far a run of the autopilot is; empty while there is none."""
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

    step_tokens: reactive[int] = reactive(0)
    step_cost: reactive[float | None] = reactive(0.0)
    session_tokens: reactive[int] = reactive(0)
    session_cost: reactive[float | None] = reactive(0.0)

    def on_mount(self) -> None:
        """Begin with nothing measured."""
        self._arrived: list[tuple[float, int]] = []
        self._clock = self.set_interval(SECONDS_A_TICK, self._tick, pause=True)
        self._waited_for, self._until = "", 0.0
        self._heard: float | None = None
        """When the model was asked, or a word of it came; None while it is not its turn."""

    def begin(self, doing: str) -> None:
        """Something has begun."""
        self.doing, self.step_tokens, self.step_cost = doing, 0, 0.0
        self.stoppable = True
        self._arrived = []
        self._clock.resume()

    def end(self) -> None:
        """It is over."""
        self._clock.pause()
        self._waited_for, self._heard = "", None
        self.doing, self.run, self.silence = "", "", ""
        self.speed, self.stoppable = 0.0, False

    def take(self, event: Event) -> None:
        """Follow what happens while something is being written."""
        from rgpt_tui.engine.events import ModelChosen, Progress, Recalled
        from rgpt_tui.engine.piloting import AUTOPILOT
        from rgpt_tui.writer.events import Answered, Asking, Waiting, Words
        from rgpt_tui.writer.section_words import doing

        self._waited_for, self.silence = "", ""
        self._heard = monotonic() if isinstance(event, Asking | Words) else None
        if isinstance(event, ModelChosen):
            self.model = event.name
        elif isinstance(event, Words):
            self._arrived.append((monotonic(), len(event.text)))
            self.doing = doing(event.section)
        elif isinstance(event, Asking):
            self.doing = "asking the model"
        elif isinstance(event, Recalled):
            self.doing = "recalled"
        elif isinstance(event, Waiting):
            self._waited_for, self._until = event.reason, monotonic() + event.seconds
            self._count_down()
            self._clock.resume()
        elif isinstance(event, Progress) and event.what == AUTOPILOT:
            self.run = _run(event.done, event.total)
        elif isinstance(event, Progress):
            self.doing = f"{event.what}{_bar(event.done, event.total)}"
        elif isinstance(event, Answered):
            tokens = event.usage.prompt_tokens + event.usage.completion_tokens
            self.step_tokens += tokens
            self.session_tokens += tokens
            self.step_cost = _sum(self.step_cost, event.cost)
            self.session_cost = _sum(self.session_cost, event.cost)

    def render(self) -> Content:
        """The line."""
        width = self.size.width
        stop = f"{keys_of_action(self.app, 'writing.stop')} stops" if self.stoppable else ""
        run = "" if self.engine else self.run
        left: dict[str, tuple[str, ...]] = {
            "run": (run,),
            "doing": (self.engine or self.doing,),
            "speed": (self._speed(),),
            "silence": (self.silence,),
            "stop": (stop,),
            "waited_for": (self._waited_for,),
        }
        if not any(forms[0] for forms in left.values()):
            left = {"ahead": self.ahead}
        right: dict[str, tuple[str, ...]] = {
            "model": (self.model, self.model.rpartition("/")[2]),
            "branch": (f"“{self.branch}”" if self.branch and width < NARROW else "",),
            "words": (f"{self.words:,} words",),
            "today": (f"{self.today:+,} today" if self.today else "",),
            "spent": self._spent(),
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
        if self._waited_for:
            self._count_down()
        now = monotonic()
        self._arrived = [each for each in self._arrived if now - each[0] <= SPEED_WINDOW]
        if self._arrived:
            elapsed = max(now - self._arrived[0][0], 0.25)
            self.speed = sum(count for _, count in self._arrived) / CHARACTERS_A_TOKEN / elapsed
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

    def _spent(self) -> tuple[str, ...]:
        if not self.session_tokens:
            return ()
        step = f"{in_thousands(self.step_tokens)}{_price(self.step_cost)} this step"
        in_all = f"{in_thousands(self.session_tokens)}{_price(self.session_cost)} in all"
        return f"{step}, {in_all}", in_all


def named_model(settings: Settings) -> str:
    """The model that the settings name; empty where it has yet to be found."""
    if settings.gguf:
        return ""
    return "no model" if settings.model == NONE else settings.model


def _run(done: int, total: int) -> str:
    """How far the autopilot is: in which of its steps."""
    return f"autopilot {min(done + 1, total)} of {total}" if total else f"autopilot {done + 1}"


def _sum(so_far: float | None, cost: float | None) -> float | None:
    return None if so_far is None or cost is None else so_far + cost


def _bar(done: int, total: int) -> str:
    """How far it is, as a bar of ten and in numbers."""
    if not total:
        return f" {done:,}" if done else ""
    full = min(BAR, BAR * done // total)
    return f" {'▰' * full}{'▱' * (BAR - full)} {done:,} of {total:,}"


def _price(cost: float | None) -> str:
    return f" ${cost:.4f}" if cost else ""
