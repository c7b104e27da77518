"""A story written through the pipe: the same as in one process, by real processes."""

from __future__ import annotations

import os
import signal
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

import pytest

from rgpt_tui.archive.query import RecallMode
from rgpt_tui.engine.client import EngineClient
from rgpt_tui.engine.connection import EngineDied
from rgpt_tui.engine.engine import Engine
from rgpt_tui.engine.events import Committed, Recalled
from rgpt_tui.engine.session import WritingSession
from rgpt_tui.engine.status import EngineState
from rgpt_tui.models.errors import AuthenticationFailed
from rgpt_tui.models.providers import NoModelFound
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.reading import BookReader
from rgpt_tui.story.records import NewStep, Plan, StepKind, Text
from rgpt_tui.writer.events import Answered, Asking, Made, Words
from tests.engine.collecting import collect, only
from tests.model_server import Reply, bad_key

PLAN = Plan(text="The keeper rows out to the bell at night. The rope is new.")


@pytest.fixture
def settings(settings, model_server):
    """Settings whose embedder is a server too: each test has a process of its own to load it."""
    return replace(settings, embedder="litellm:openai/embedder", embedder_api_base=model_server.url)


@pytest.fixture
async def client():
    """A client with an engine process of its own."""
    started = EngineClient.start()
    await started.connect()
    yield started
    await started.close()


@pytest.fixture
def open_remote(client, settings, folder):
    """Opens a session on the story that writes through the pipe."""

    @asynccontextmanager
    async def opening(**changes):
        engine = client.story(folder, replace(settings, **changes))
        async with WritingSession(folder, engine, "a test") as session:
            yield session
        await engine.aclose()

    return opening


async def test_a_step_through_the_pipe_is_the_same_as_one_in_the_process(
    client, settings, folder, tmp_path, open_session
):
    async with open_session() as session:
        await collect(session.begin())
    remote = client.story(folder, settings)
    there = await collect(remote.advance(PLAN))
    async with Engine(folder, settings, template_folder=tmp_path / "templates") as engine:
        here = await collect(engine.advance(PLAN))

    assert only(there, Recalled) == only(here, Recalled)
    assert only(there, Asking)[0].prompt == only(here, Asking)[0].prompt
    assert text_of(there) == text_of(here)
    assert untimed(only(there, Made)[0]) == untimed(only(here, Made)[0])


async def test_a_whole_story_is_written_through_the_pipe(open_remote, folder):
    async with open_remote() as session:
        await collect(session.begin())
        committed = only(await collect(session.write(PLAN)), Committed)
    assert len(committed) == 1
    with BookReader.open(folder) as book:
        assert book.step(book.tip).text.paragraph == committed[0].paragraph
    assert committed[0].paragraph in (folder / "story.md").read_text(encoding="utf-8")


async def test_every_question_has_the_answer_of_the_process_itself(
    client, settings, folder, tmp_path, open_session
):
    own = {"embedder": "minilm", "embedder_api_base": ""}
    settings = replace(settings, **own)
    async with open_session(**own) as session:
        await collect(session.begin())
        await collect(session.catch_up())
    remote = client.story(folder, settings)
    async with Engine(folder, settings, template_folder=tmp_path / "templates") as engine:
        for each in (remote, engine):
            # Where the embedder is slow to come, the first answers are by words alone.
            while (await each.recall(PLAN.text)).mode is not RecallMode.HYBRID:
                pass
        assert remote.memory_limit == engine.memory_limit
        assert await remote.recall(PLAN.text) == await engine.recall(PLAN.text)
        assert await remote.search("the bell", 2) == await engine.search("the bell", 2)
        assert await remote.next_prompt(PLAN.text) == await engine.next_prompt(PLAN.text)
        assert await remote.forecast(PLAN.text) == await engine.forecast(PLAN.text)
        assert await remote.write_copy() == []
        assert await collect(remote.catch_up()) == await collect(engine.catch_up())
        assert types(await collect(remote.replan())) == types(await collect(engine.replan()))
        assert types(await collect(remote.choose())) == types(await collect(engine.choose()))
        assert types(await collect(remote.refresh())) == types(await collect(engine.refresh()))
    await remote.aclose()
    assert types(await collect(remote.rebuild()))


async def test_what_the_writer_chose_as_passages_reaches_the_prompt(
    client, settings, folder, model_server, open_session
):
    async with open_session() as session:
        await collect(session.begin())
        await collect(session.catch_up())
    remote = client.story(folder, settings)
    found = (await remote.search("the bell", 1)).hits
    chosen = [replace(found[0], text="A sentence that only the writer could have chosen.")]
    model_server.forget()
    await collect(remote.advance(PLAN, passages=chosen))
    assert chosen[0].text in model_server.requests[0].prompt


async def test_an_error_of_the_model_arrives_as_what_it_is(client, settings, folder, model_server):
    model_server.queue(bad_key())
    with pytest.raises(AuthenticationFailed) as raised:
        await collect(client.story(folder, settings).open_story())
    assert raised.value.happened
    assert str(raised.value).startswith(raised.value.happened)


async def test_the_words_before_an_error_arrive_before_it(client, settings, folder, model_server):
    model_server.queue(Reply(chunk=40, cut_after=2000), bad_key())
    events, raised = await until_it_fails(client.story(folder, settings).open_story())
    assert only(events, Words)
    assert isinstance(raised, AuthenticationFailed)


async def test_a_story_without_a_model_says_so(client, settings, folder):
    with pytest.raises(NoModelFound):
        await collect(client.story(folder, replace(settings, model="none")).open_story())


async def test_stopping_a_step_ends_the_request_and_the_next_one_works(
    client, settings, folder, model_server
):
    remote = client.story(folder, settings)
    model_server.default = Reply(chunk=4, tokens_per_second=20)
    async with aclosing(remote.open_story()) as events:
        async for event in events:
            if isinstance(event, Words):
                break
    assert await model_server.requests[0].ended()
    assert model_server.requests[0].client_closed
    model_server.default = Reply(chunk=200)
    assert only(await collect(remote.open_story()), Made)


async def test_killing_the_engine_in_mid_reply_keeps_the_words_and_the_next_try_goes_on(
    client, open_remote, model_server, folder
):
    async with open_remote() as session:
        await collect(session.begin())
        model_server.default = Reply(chunk=10, tokens_per_second=100)
        first = client.pid
        events, raised = await until_it_fails(
            session.write(PLAN), each=lambda said: len(said) > 40 and os.kill(first, signal.SIGKILL)
        )
        assert isinstance(raised, EngineDied)
        assert "Your story is saved" in str(raised)
        model_server.default = Reply(chunk=200)
        with BookReader.open(folder) as book:
            draft = book.drafts.latest(book.tip)
        assert draft.sections["paragraph"] == text_of(events)["paragraph"]
        events = await collect(session.write(PLAN, draft=draft))
    assert only(events, Committed)
    assert client.state is EngineState.READY
    assert client.pid != first


async def test_other_settings_hold_from_the_next_call(client, settings, folder, model_server):
    await collect(client.story(folder, settings).open_story())
    await collect(client.story(folder, replace(settings, temperature=0.25)).open_story())
    assert model_server.requests[-1].json["temperature"] == 0.25


async def test_a_long_catch_up_holds_up_no_call_with_other_settings(
    client, settings, folder, open_remote, model_server
):
    async with open_remote() as session:
        await session.add(steps_of_a_long_draft())
    remote = client.story(folder, settings)
    catching_up = remote.catch_up()
    first = await anext(catching_up)
    assert first.done < first.total
    remote.use(replace(settings, temperature=0.25, memory_sentences=7))
    assert remote.memory_limit.sentences == 7
    await collect(remote.refresh())
    assert model_server.requests[-1].json["temperature"] == 0.25
    rest = await collect(catching_up)
    assert rest[-1:] == [] or rest[-1].done < rest[-1].total
    *_, last = await collect(remote.catch_up())
    assert last.done == last.total


def steps_of_a_long_draft():
    """Steps with sentences that take a while to be embedded."""
    return [
        NewStep(
            kind=StepKind.IMPORTED,
            text=Text(paragraph=" ".join(f"The bell rang {n} of {step}." for n in range(20))),
        )
        for step in range(60)
    ]


def text_of(events):
    """The words of each section, joined."""
    texts = {}
    for event in only(events, Words):
        texts[event.section] = texts.get(event.section, "") + event.text
    return texts


def untimed(made):
    """The steps without the time that they took."""
    return [replace(step, making=replace(step.making, seconds=0.0)) for step in made.steps]


def types(events):
    """What kinds of events came, in order, words and waiting aside."""
    kept = [type(event).__name__ for event in events if not isinstance(event, Words | Answered)]
    return list(dict.fromkeys(kept))


async def until_it_fails(stream, each=None):
    """The events before an error, and the error.

    Args:
        stream: of events.
        each: called after words with all that was said so far.
    """
    events = []
    try:
        async for event in stream:
            events.append(event)
            if each and isinstance(event, Words):
                each("".join(words.text for words in only(events, Words)))
    except RgptError as error:
        return events, error
    pytest.fail("it did not fail")
