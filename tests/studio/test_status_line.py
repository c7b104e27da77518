"""The status line says what is going on, and never that words come where none do."""

from __future__ import annotations

import re

import pytest
from textual.app import App, ComposeResult

from rgpt_tui.engine.events import Flight, ModelChosen
from rgpt_tui.engine.forecast import Forecast
from rgpt_tui.studio import status_line
from rgpt_tui.studio.status_line import StatusLine
from rgpt_tui.studio.telling_ahead import ahead_in_short
from rgpt_tui.writer.events import Words
from tests.studio.waiting import wait_for


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
        line.take(Flight(step=2, limit="steps", done=1, total=5, share=0.2))
        line.take(Words(section="revised_plan", text="He goes."))
        assert "autopilot ▰▰▱▱▱▱▱▱▱▱ 2 of 5 · revising the plan · " in str(line.render())
        line.end()
        assert "autopilot" not in str(line.render())


@pytest.mark.parametrize(
    ("flight", "told"),
    [
        (
            Flight(step=3, limit="words", done=81_200, total=90_000, share=0.42),
            "autopilot 3 ▰▰▰▰▱▱▱▱▱▱ 81,200 of 90,000 words",
        ),
        (
            Flight(step=3, limit="cost", done=0.4168, total=5.0, share=0.08336),
            "autopilot 3 ▱▱▱▱▱▱▱▱▱▱ $0.42 of $5.00",
        ),
        (Flight(step=3), "autopilot 3"),
    ],
)
async def test_the_bar_of_the_autopilot_is_that_of_the_limit_that_it_comes_to_first(
    flight: Flight, told: str
) -> None:
    async with OneLine().run_test(size=(120, 5)) as pilot:
        line = pilot.app.query_one(StatusLine)
        line.begin("on autopilot")
        line.take(flight)
        assert f"{told} · on autopilot" in str(line.render())


async def test_the_bar_of_the_autopilot_gives_way_before_what_it_does_and_how_it_is_stopped() -> (
    None
):
    async with OneLine().run_test(size=(60, 5)) as pilot:
        line = pilot.app.query_one(StatusLine)
        line.begin("on autopilot")
        line.take(Flight(step=5, limit="steps", done=4, total=5, share=0.8))
        line.take(Words(section="revised_plan", text="He goes."))
        assert "autopilot 5 of 5 · revising the plan · esc stops" in str(line.render())


async def test_what_goes_on_beside_the_writing_has_a_bar_that_moves_until_it_is_over() -> None:
    async with OneLine().run_test(size=(120, 5)) as pilot:
        line = pilot.app.query_one(StatusLine)
        line.beside = "writing salt.md"
        assert "writing salt.md ▰▰▰▱▱▱▱▱▱▱" in str(line.render())
        # A step that ends meanwhile does not hold it up.
        line.begin("writing")
        line.end()
        await wait_for(pilot, lambda: line.moved > 1, "the bar to move")
        assert "writing salt.md ▱" in str(line.render())
        line.beside = ""
        assert "salt.md" not in str(line.render())


async def test_the_model_that_writes_is_named_until_it_is_done_and_the_next_beside_it() -> None:
    async with OneLine().run_test(size=(120, 5)) as pilot:
        line = pilot.app.query_one(StatusLine)
        line.use("house/one", writing=False)
        line.begin("on autopilot")
        line.use("house/two", writing=True)
        assert "house/one, from the next step house/two" in str(line.render())
        line.take(ModelChosen(name="house/two", why="You chose it."))
        line.use("", writing=True)
        assert "house/two, from the next step another one" in str(line.render())
        line.use("house/two", writing=True)
        assert "next step" not in str(line.render())
        line.use("house/one", writing=True)
        line.end()
        assert str(line.render()).strip() == "house/one · 0 words"


AHEAD = ahead_in_short(
    Forecast(
        model="openrouter/some-house/a-writer",
        prompt_tokens=3000,
        reply_tokens=1064,
        cost=0.0123,
        words_per_step=300,
        steps_left=139,
        cost_left=1.71,
        seconds_per_step=None,
    )
)


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (
            160,
            "next step ≈ 4,064 tokens in all, $0.01 · 139 steps to the end, $1.71"
            "|openrouter/some-house/a-writer · 3,670 words · +81 today · 8.1k this step, "
            "12.2k in all",
        ),
        (
            110,
            "next ≈ 4.1k tokens, $0.01 · 139 steps to go, $1.71"
            "|a-writer · 3,670 words · +81 today · 12.2k in all",
        ),
        (80, "next ≈ 4.1k tokens, $0.01|a-writer · 3,670 words · +81 today · 12.2k in all"),
        (60, "next ≈ 4.1k tokens, $0.01|a-writer · 3,670 words"),
        (30, "a-writer · 3,670 words"),
        (14, "3,670 words"),
    ],
)
async def test_at_rest_each_part_gives_way_in_turn(width: int, line: str) -> None:
    async with OneLine().run_test(size=(width, 5)) as pilot:
        status = pilot.app.query_one(StatusLine)
        status.model, status.ahead = "openrouter/some-house/a-writer", AHEAD
        status.words, status.today = 3670, 81
        status.spent = ("8.1k this step, 12.2k in all", "12.2k in all")
        shown = str(status.render())
        assert re.sub(" {3,}", "|", shown.strip()) == line
        assert len(shown) <= width - 2


async def test_what_is_being_done_and_how_to_stop_it_stay_where_there_is_little_room() -> None:
    async with OneLine().run_test(size=(56, 5)) as pilot:
        status = pilot.app.query_one(StatusLine)
        status.model, status.words = "openrouter/some-house/a-writer", 3670
        status.begin("writing the paragraph")
        status.ahead = AHEAD
        # In what is left of the line the silence has no room either.
        status.silence = "nothing came for 20 s"
        shown = str(status.render())
        assert re.fullmatch("writing the paragraph · esc stops {3,}3,670 words", shown)
