"""Every fault of a model in every phase of the work on a story.

The table is `faults.ANSWERS` and `faults.BREAKS` by `phases.PHASES` and `phases.WITHIN`. Two things
hold in each cell: the writer is told what happened, or it is mended without them; and asked once
more, with one key, the work is done with the words that had been paid for.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.engine.engine import Engine
from rgpt_tui.engine.events import Committed
from rgpt_tui.engine.session import WritingSession
from rgpt_tui.models import repeating
from rgpt_tui.settings import Settings
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.writer.events import Answered, Chosen, Notice
from rgpt_tui.writer.sections import PROSE, Section
from tests.model_faults.faults import ANSWERS, BREAKS, until_within
from tests.model_faults.phases import MINE, PHASES, WITHIN
from tests.model_server import ModelServer, Reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from rgpt_tui.writer.events import Event
    from tests.model_faults.faults import Answer
    from tests.model_faults.phases import Phase


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer() as started:
        yield started


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeating, "FIRST_WAIT", 0.01)


class Story:
    """A new story against the server, and what its session told."""

    def __init__(self, server: ModelServer, tmp_path: Path, phase: Phase) -> None:
        server.forget()
        server.default = Reply(chunk=200)
        self.server = server
        self.phase = phase
        self._templates = tmp_path / "templates"
        self._settings = Settings(
            stories=str(tmp_path / "stories"),
            model="openai/writer",
            api_base=server.url,
            retries=1,
            next_token_seconds=0.7,
            recall_passages=0,
        )
        brief = Brief(title="The Drowned Bell", genre="mystery")
        self._folder = Shelf(tmp_path / "stories").create(brief)
        self.prepared = False
        self.events: list[Event] = []

    @asynccontextmanager
    async def session(self, **changes: object) -> AsyncIterator[WritingSession]:
        settings = replace(self._settings, **changes)
        async with (
            Engine(self._folder, settings, template_folder=self._templates) as engine,
            WritingSession(self._folder, engine, "a test") as session,
        ):
            if not self.prepared and self.phase.prepared:
                session.book.commit(self.phase.prepared)
            self.prepared = True
            yield session

    async def ask(self, session: WritingSession) -> RgptError | None:
        """Do what one key asks for; the error that came of it."""
        self.events.clear()
        try:
            async for event in self.phase.begin(session):
                self.events.append(event)
        except RgptError as error:
            return error
        return None

    def notices(self) -> str:
        return " ".join(event.text for event in self.events if isinstance(event, Notice))


def done(story: Story, session: WritingSession) -> bool:
    """Whether the work of the phase is done."""
    if story.phase is PHASES["choice"]:
        return any(isinstance(event, Chosen) for event in story.events)
    steps = session.book.path()
    tip = session.book.step(steps[-1].id)
    if story.phase.drafted and not any(isinstance(each, Committed) for each in story.events):
        return False
    return bool(tip.text.memory)


@pytest.mark.parametrize("fault", ANSWERS)
@pytest.mark.parametrize("name", PHASES)
async def test_a_fault_instead_of_a_reply(
    server: ModelServer, tmp_path: Path, name: str, fault: str
) -> None:
    answer, phase = ANSWERS[fault], PHASES[name]
    story = Story(server, tmp_path, phase)
    server.queue(*answer.answers(phase.asked))

    async with story.session(**answer.settings) as session:
        error = await story.ask(session)
        _check_what_is_told(answer, story, error)
        if answer.error and not answer.settings:
            error = await story.ask(session)
    if answer.settings:
        async with story.session() as session:
            error = await story.ask(session)
    async with story.session() as session:
        assert error is None
        assert done(story, session)


def _check_what_is_told(answer: Answer, story: Story, error: RgptError | None) -> None:
    notices = story.notices()
    silent = story.phase is PHASES["choice"] and answer.error == "StepIncomplete"
    if silent:
        # An autopilot that says nothing of use takes the first plan, and says so.
        assert error is None
        assert "takes plan 1" in notices
    elif answer.error and story.phase.survives:
        assert error is None
        assert answer.words in notices
    elif answer.error:
        assert error is not None
        assert type(error).__name__ == answer.error
        assert answer.words in str(error)
        assert "<" not in str(error)
    else:
        assert error is None
        assert answer.words in notices
    assert len(story.server.requests) <= 6


@pytest.mark.parametrize("fault", BREAKS)
@pytest.mark.parametrize("place", WITHIN)
async def test_a_fault_within_a_reply(
    server: ModelServer, tmp_path: Path, place: str, fault: str
) -> None:
    broken = BREAKS[fault]
    name, struck = WITHIN[place]
    phase = PHASES[name]
    story = Story(server, tmp_path, phase)
    text, whole = until_within(phase.asked, struck)
    server.queue(Reply(text + broken.behind(), chunk=200, **broken.rest))

    async with story.session() as session:
        error = await story.ask(session)
        notices = story.notices()
        if broken.error:
            assert phase.survives or place == "choice" or type(error).__name__ == broken.error
        else:
            assert error is None
            assert broken.words in notices
        if not phase.drafted:
            _check_that_all_is_kept(session, whole, struck, text)
        if error is not None:
            assert "kept" in str(error)
            assert await story.ask(session) is None
        assert done(story, session)
        if phase.drafted:
            _check_that_all_is_kept(session, whole, struck, text)


def _check_that_all_is_kept(
    session: WritingSession, whole: dict[Section, str], struck: Section, text: str
) -> None:
    """Every section that had come whole, and the prose that had begun, are in the story."""
    steps = [session.book.step(each.id).text for each in session.book.path()]
    story = "\n".join(step.paragraph for step in steps)
    tip = steps[-1]
    for section, came in whole.items():
        if section in PROSE:
            assert came in story
        elif section is Section.MEMORY:
            assert tip.memory == came
        elif section is Section.PLAN_1:
            assert came in tip.plans
    if struck in PROSE:
        begun = text.rpartition(": ")[2].split(". ")
        assert ". ".join(begun[:5]) in story


async def test_another_language_again_is_kept_and_the_writer_has_the_say(
    server: ModelServer, tmp_path: Path
) -> None:
    phase = PHASES["step"]
    story = Story(server, tmp_path, phase)
    answer = ANSWERS["other language once"]
    server.queue(*answer.answers(phase.asked), *answer.answers(phase.asked))

    async with story.session() as session:
        error = await story.ask(session)
        assert "came in Chinese" in str(error)
        assert "kept as a draft" in str(error)
        assert len(server.requests) == 2
        draft = await session.unfinished()
        assert draft is not None
        # The key that goes on takes it as it is: the writer has seen it.
        assert await story.ask(session) is None
        assert len(server.requests) == 2
        tip = session.book.step(session.book.tip or "")
        assert tip.text.paragraph == draft.sections["paragraph"]
        # A story that goes on in that language asks no more.
        server.queue(*answer.answers(phase.asked))
        assert await story.ask(session) is None
        assert len(server.requests) == 3


async def test_what_was_paid_for_is_on_record_even_if_it_was_a_refusal(
    server: ModelServer, tmp_path: Path
) -> None:
    story = Story(server, tmp_path, PHASES["step"])
    server.queue(*ANSWERS["refuses again"].answers(()))

    async with story.session() as session:
        await story.ask(session)
        draft = await session.unfinished()
        assert draft is not None
        assert len(draft.making.requests) == 2
        assert not draft.sections
        assert sum(isinstance(event, Answered) for event in story.events) == 2


async def test_a_repair_round_that_fails_leaves_all_that_came_before_it(
    server: ModelServer, tmp_path: Path
) -> None:
    phase = PHASES["step"]
    for fault in ("401", "404", "500 again", "web page, 200", "filtered", "empty always"):
        story = Story(server, tmp_path / fault, phase)
        text, whole = until_within(phase.asked, Section.MEMORY)
        answer = ANSWERS[fault]
        server.queue(Reply(text, chunk=200, finish_reason=None), *answer.answers(phase.asked))
        async with story.session() as session:
            error = await story.ask(session)
            assert type(error).__name__ == answer.error
            draft = await session.unfinished()
            assert draft is not None
            assert draft.sections["paragraph"] == whole[Section.PARAGRAPH]
            server.forget()
            assert await story.ask(session) is None
            (request,) = server.requests
            assert whole[Section.PARAGRAPH] in request.prompt
            tip = session.book.step(session.book.tip or "")
            assert tip.text.paragraph == whole[Section.PARAGRAPH]


async def test_your_own_paragraph_is_in_the_book_whatever_the_model_does(
    server: ModelServer, tmp_path: Path
) -> None:
    story = Story(server, tmp_path, PHASES["own"])
    text, whole = until_within(PHASES["own"].asked, Section.PLAN_1)
    server.queue(Reply(text, chunk=200, finish_reason="content_filter"))
    async with story.session() as session:
        assert await story.ask(session) is None
        tip = session.book.step(session.book.tip or "")
        assert tip.text.paragraph == MINE
        assert tip.text.memory == whole[Section.MEMORY]
