"""Frames on a real socket."""

from __future__ import annotations

import socket

import msgspec
import pytest

from rgpt_tui.engine import pipe as pipes
from rgpt_tui.engine.calls import AnyEvent
from rgpt_tui.engine.messages import Cancel, Ended, Hello, ToEngine, ToStudio
from rgpt_tui.engine.pipe import NotSendable, Pipe, PipeBroken
from rgpt_tui.engine.telling import Teller
from rgpt_tui.writer.events import Notice, Words
from tests.engine.collecting import only


@pytest.fixture
async def ends():
    """The engine's end as a pipe, and the studio's as a bare socket."""
    ours, theirs = socket.socketpair()
    pipe = await Pipe.over(theirs, ToEngine)
    yield pipe, ours
    pipe.close()
    ours.close()


@pytest.fixture
async def pair():
    """Both ends as pipes: the studio's, and the engine's."""
    ours, theirs = socket.socketpair()
    studio, engine = await Pipe.over(ours, ToStudio), await Pipe.over(theirs, ToEngine)
    yield studio, engine
    studio.close()
    engine.close()


async def test_messages_arrive_in_order_however_they_are_cut(ends):
    pipe, socket_end = ends
    frames = b"".join(framed(Cancel(number)) for number in range(3))
    for byte in frames:
        socket_end.send(bytes([byte]))
    assert [await pipe.receive() for _ in range(3)] == [Cancel(0), Cancel(1), Cancel(2)]


async def test_a_closed_end_is_the_end_even_inside_a_message(ends):
    pipe, socket_end = ends
    socket_end.send(framed(Cancel(1))[:-1])
    socket_end.close()
    assert await pipe.receive() is None


@pytest.mark.parametrize(
    "garbage",
    [
        b"\xff\xff\xff\xffGive Feedback",
        b"\x00\x00\x00\x04\xc1\xc1\xc1\xc1",
        b"\x00\x00\x00\x00",
        b"\x00\x00\x00\x0b\x81\xa4type\xa4boom",
    ],
    ids=["too long", "no msgpack", "empty", "unknown"],
)
async def test_what_is_no_message_breaks_the_pipe(ends, garbage):
    pipe, socket_end = ends
    socket_end.send(garbage)
    with pytest.raises(PipeBroken):
        await pipe.receive()


async def test_the_first_message_is_of_its_own_type(ends):
    pipe, socket_end = ends
    socket_end.send(framed(Cancel(1)))
    with pytest.raises(PipeBroken):
        await pipe.receive_first(Hello)


async def test_what_is_too_long_is_not_sent_and_the_pipe_stays_whole(pair, monkeypatch):
    studio, engine = pair
    monkeypatch.setattr(pipes, "LARGEST_FRAME", 100)
    with pytest.raises(NotSendable, match="Nothing was changed"):
        engine.send(Hello(1, "x" * 200))
    engine.send(Ended(5))
    assert await studio.receive() == Ended(5)


async def test_sending_to_nobody_is_no_error(pair):
    studio, engine = pair
    studio.close()
    for _ in range(20):
        engine.send(Ended(1))
        await engine.drain()
    assert await engine.receive() is None


async def test_words_are_gathered_and_overtake_nothing(pair):
    studio, engine = pair
    teller = Teller(engine, 1)
    for word in range(500):
        await teller.tell(Words(section="paragraph", text=f"{word} "))
    await teller.tell(Notice(text="in between"))
    await teller.tell(Words(section="memory", text="one "))
    await teller.tell(Words(section="memory", text="two "))
    await teller.tell(Words(section="rationale", text="three "))
    teller.flush()
    engine.send(Ended(1))

    events = await told(studio)
    assert len(events) < 100
    assert said(events) == [
        ("paragraph", "".join(f"{word} " for word in range(500))),
        ("notice", "in between"),
        ("memory", "one two "),
        ("rationale", "three "),
    ]


async def test_words_that_nothing_follows_arrive_all_the_same(pair):
    studio, engine = pair
    teller = Teller(engine, 1)
    await teller.tell(Words(section="paragraph", text="first "))
    await teller.tell(Words(section="paragraph", text="last"))
    events = [decoded(await studio.receive()), decoded(await studio.receive())]
    assert [event.text for event in only(events, Words)] == ["first ", "last"]


def framed(message):
    """A message as it is on the socket."""
    frame = msgspec.msgpack.encode(message)
    return len(frame).to_bytes(4, "big") + frame


def decoded(told_message):
    """The event in a message."""
    return msgspec.msgpack.decode(told_message.event, type=AnyEvent)


async def told(pipe):
    """All events until the end."""
    events = []
    while not isinstance(message := await pipe.receive(), Ended):
        events.append(decoded(message))
    return events


def said(events):
    """What was said, words that follow each other joined."""
    texts = []
    for event in events:
        name = event.section if isinstance(event, Words) else "notice"
        if texts and texts[-1][0] == name:
            texts[-1] = (name, texts[-1][1] + event.text)
        else:
            texts.append((name, event.text))
    return texts
