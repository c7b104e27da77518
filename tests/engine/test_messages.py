"""Every message arrives as it was sent."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rgpt_tui.engine import calls, errands, messages
from rgpt_tui.engine.calls import AnyEvent, answer_type
from rgpt_tui.engine.pipe import encoded
from rgpt_tui.settings import Settings
from rgpt_tui.writer.events import Event
from tests.test_import_hygiene import HEAVY, modules_after

ALL_CALLS = [
    *get_args(calls.AnyStream),
    *get_args(calls.AnyQuestion),
    *get_args(errands.AnyErrand),
]
ALL_EVENTS = list(get_args(AnyEvent))
MESSAGES = [
    messages.Hello,
    messages.Welcome,
    messages.Cancel,
    messages.Ended,
    messages.Failed,
]
ANSWERS = [
    answer
    for call in ALL_CALLS
    if (answer := answer_type(call)) not in (AnyEvent, None, type(None))
]

st.register_type_strategy(int, st.integers(-(2**63), 2**63 - 1))
st.register_type_strategy(float, st.floats(allow_nan=False))
st.register_type_strategy(Settings, st.sampled_from([Settings(), Settings(model="a/b", rounds=1)]))


def made_from(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Any value of a struct."""
    fields = {each.name: st.from_type(each.type) for each in msgspec.structs.fields(kind)}
    return st.builds(kind, **fields)


UNIONS = (
    AnyEvent,
    calls.AnyStream | calls.AnyQuestion | errands.AnyErrand,
    messages.ToEngine,
    messages.ToStudio,
)
NAME = attrgetter("__name__")
few = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize(
    "kind", [*MESSAGES, *ALL_CALLS, *ALL_EVENTS], ids=lambda each: each.__name__
)
@few
@given(data=st.data())
def test_a_message_arrives_as_it_was_sent(kind, data):
    sent = data.draw(made_from(kind))
    family = next((union for union in UNIONS if kind in get_args(union)), kind)
    assert msgspec.msgpack.decode(encoded(sent), type=family) == sent


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
@few
@given(data=st.data())
def test_an_answer_arrives_as_it_was_given(answer, data):
    given_answer = data.draw(st.from_type(answer))
    assert msgspec.msgpack.decode(encoded(given_answer), type=answer) == given_answer


def test_every_event_can_travel():
    assert set(ALL_EVENTS) == {each for each in below(Event) if each.__struct_config__.tag}


def test_half_a_character_costs_no_more_than_itself():
    words = ALL_EVENTS[-1](section="paragraph", text="a bell \ud83d rings")
    arrived = msgspec.msgpack.decode(encoded(words), type=AnyEvent)
    assert arrived.text == "a bell \ufffd rings"


def test_a_front_end_loads_nothing_heavy_for_the_engine():
    rooms = "client, remote, messages, calls, errands, failures, process, interface"
    assert not modules_after(f"from rgpt_tui.engine import {rooms}") & HEAVY


def test_the_process_is_started_before_anything_is_imported_that_takes_time():
    loaded = modules_after("import rgpt_tui.engine.process")
    assert not loaded & {*HEAVY, "asyncio", "msgspec"}


def below(kind):
    """All classes that derive from one."""
    for each in kind.__subclasses__():
        yield each
        yield from below(each)
