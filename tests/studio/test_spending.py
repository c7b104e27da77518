"""What a step and a session took: also by requests that nobody let come to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.engine.events import committed
from rgpt_tui.models.prices import Price
from rgpt_tui.story.book import Book
from rgpt_tui.story.records import Making, SentRequest, Usage
from rgpt_tui.studio.spending import Spending
from rgpt_tui.writer.events import Answered, Asking, Event, Waiting, Words
from rgpt_tui.writer.prompt import Prompt
from tests.studio.conftest import step_of

if TYPE_CHECKING:
    from pathlib import Path

ASKED = Asking(
    round=1,
    sections=("paragraph",),
    prompt=Prompt(messages=(), parts=(), left_out=(), tokens=1000, room=0, reply_tokens=0),
    price=Price(prompt=0.001, reply=0.01),
)
SOME_WORDS = Words(section="paragraph", text="She rowed. 石桥" * 10)
"""Of 11 characters that make three tokens, and two that make two."""
TURNED_AWAY = Waiting(seconds=1, reason="It has too much to do.")
ANSWERED = Answered(
    request=SentRequest(purpose="paragraph", messages=()),
    usage=Usage(prompt_tokens=1000, completion_tokens=200),
    cost=0.5,
    seconds=1,
    sections={},
    unfinished=None,
    missing=(),
)


def told(*events: Event, stopped: bool = False) -> str:
    """What is said in the end of a session of these events."""
    spending = Spending()
    spending.begin()
    for event in events:
        spending.take(event)
    spending.end(stopped=stopped)
    return (spending.told() or ("nothing",))[0]


@pytest.mark.parametrize(
    ("events", "stopped", "said"),
    [
        ((ASKED, SOME_WORDS, ANSWERED), False, "1.2k $0.5000 this step, 1.2k $0.5000 in all"),
        ((ASKED, SOME_WORDS), True, "about 1.0k $1.4800 this step, about 1.0k $1.4800 in all"),
        # The engine has died, and the step is begun again.
        (
            (ASKED, SOME_WORDS, ASKED, ANSWERED),
            False,
            "about 2.2k $1.9800 this step, about 2.2k $1.9800 in all",
        ),
        # The model has read it all, though nothing has come as yet.
        ((ASKED,), True, "about 1.0k $1.0000 this step, about 1.0k $1.0000 in all"),
        ((ASKED, TURNED_AWAY), True, "nothing"),
        # It was asked again behind the wait, and let in.
        (
            (ASKED, TURNED_AWAY, SOME_WORDS),
            True,
            "about 1.0k $1.4800 this step, about 1.0k $1.4800 in all",
        ),
        ((ASKED,), False, "nothing"),
    ],
    ids=[
        "answered",
        "stopped",
        "died",
        "before a word",
        "while it waits",
        "after a wait",
        "refused",
    ],
)
def test_a_request_that_was_broken_off_is_counted_as_far_as_it_is_known(
    events: tuple[Event, ...], stopped: bool, said: str
) -> None:
    assert told(*events, stopped=stopped) == said


def test_a_run_of_the_autopilot_is_counted_step_by_step(folder: Path) -> None:
    with Book.open(folder) as book:
        (step,) = book.commit([step_of(1)])
        made = committed(step, book.making(step.id))
    # The plan is chosen, the step written; and so the next one.
    one = (ASKED, ANSWERED, ASKED, ANSWERED, made)
    assert told(*one, *one) == "2.4k $1.0000 this step, 4.8k $2.0000 in all"


def test_what_was_asked_for_a_step_before_it_was_gone_on_with_counts_for_that_step_alone() -> None:
    stopped = Making().plus(
        SentRequest(purpose="paragraph", messages=()),
        Usage(prompt_tokens=1000, completion_tokens=50, estimated=True),
        1.5,
        1,
    )
    spending = Spending()
    spending.begin()
    for event in (ASKED, SOME_WORDS):
        spending.take(event)
    spending.end(stopped=True)
    spending.begin(stopped)
    spending.take(ASKED)
    spending.take(ANSWERED)
    assert spending.told()[0] == "about 2.2k $2.0000 this step, about 2.2k $1.9800 in all"
    spending.begin(Making())
    spending.take(ANSWERED)
    assert spending.told()[0].startswith("1.2k $0.5000 this step")
