"""The status line says what is going on, and never that words come where none do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App, ComposeResult

from rgpt_tui.engine.events import Progress
from rgpt_tui.studio import status_line
from rgpt_tui.studio.status_line import StatusLine
from rgpt_tui.writer.events import Words

if TYPE_CHECKING:
    import pytest


class OneLine(App[None]):
    """A status line alone."""

    def compose(self) -> ComposeResult:
        yield StatusLine()


async def test_a_server_that_stalls_has_no_speed_and_its_silence_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    async with OneLine().run_test(size=(120, 5)) as pilot:
        line = pilot.app.query_one(StatusLine)
        monkeypatch.setattr(status_line, "monotonic", lambda: now)
        line.begin("writing")
        line.take(Words(section="paragraph", text="The bell was silent. " * 20))
        line._tick()
        assert "tokens/s" in str(line.render())
        now += status_line.SPEED_WINDOW + 1
        line._tick()
        assert "tokens/s" not in str(line.render())
        assert "nothing came" not in str(line.render())
        now += 16
        line._tick()
        assert "writing the paragraph · nothing came for 20 s" in str(line.render())
        line.take(Words(section="paragraph", text="It was."))
        assert "nothing came" not in str(line.render())


async def test_the_autopilot_says_at_which_step_it_is_and_what_it_does_there() -> None:
    async with OneLine().run_test(size=(120, 5)) as pilot:
        line = pilot.app.query_one(StatusLine)
        line.begin("on autopilot")
        line.take(Progress(what="autopilot", done=1, total=5))
        line.take(Words(section="revised_plan", text="He goes."))
        assert "autopilot 2 of 5 · revising the plan · " in str(line.render())
        line.end()
        assert "autopilot" not in str(line.render())
