"""The real studio on a real story, with the real engine process and the model server."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from traceback import format_exception
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from textual.widgets import Input, TextArea

from rgpt_tui.engine.client import EngineClient
from rgpt_tui.story.book import Book
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.records import NewStep, StepKind, Text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    from textual.pilot import Pilot

    from rgpt_tui.settings import Settings

HERE = Path(__file__).parent
SIZES = {"narrow": (80, 24), "wide": (120, 40), "huge": (200, 60)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of the studio share one event loop, because they share one engine process."""
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("asyncio"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing blinks or slides, so that a screen looks the same whenever it is looked at."""
    monkeypatch.setattr(Input, "_toggle_cursor", lambda self: None)
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda self: None)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.fixture(autouse=True)
def unforeseen(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Exception]]:
    """The faults of rgpt itself that were told: a message is no reason for a test to pass.

    A test that causes one on purpose takes it out of this list.
    """
    from rgpt_tui.engine.failures import EngineFault
    from rgpt_tui.studio.app import StudioApp
    from rgpt_tui.studio.work import Unforeseen

    found: list[Exception] = []
    begin, tell, said = Unforeseen.__init__, StudioApp.tell, StudioApp.said

    def begun(fault: Unforeseen, error: Exception) -> None:
        begin(fault, error)
        fault.__cause__ = error

    def note(what: object) -> None:
        if isinstance(what, Unforeseen | EngineFault) or (
            isinstance(what, Exception) and not isinstance(what, RgptError | OSError)
        ):
            found.append(what)

    def telling(app: StudioApp, what: Exception | str, *rest: Any, **more: Any) -> None:
        note(what)
        tell(app, what, *rest, **more)

    def saying(app: StudioApp, error: RgptError) -> str:
        note(error)
        return said(app, error)

    monkeypatch.setattr(Unforeseen, "__init__", begun)
    monkeypatch.setattr(StudioApp, "tell", telling)
    monkeypatch.setattr(StudioApp, "said", saying)
    yield found
    assert not found, "\n".join("".join(format_exception(each)) for each in found)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EngineClient]:
    """One engine process for all tests that do not kill it: loading it takes seconds."""
    folder = tmp_path_factory.mktemp("engine")
    before = {name: os.environ.get(name) for name in ("RGPT_DATA_DIR", "RGPT_CONFIG_DIR")}
    os.environ |= {name: str(folder) for name in before}
    client = EngineClient.start()
    for name, value in before.items():
        os.environ.pop(name)
        if value is not None:
            os.environ[name] = value
    await client.connect()
    yield client
    await client.close()


@pytest.fixture
def story(folder: Path) -> Path:
    """The folder of a story of six steps in two chapters."""
    with Book.open(folder) as book:
        book.commit([step_of(number) for number in range(1, 7)])
    return folder


def step_of(number: int, **changes: Any) -> NewStep:
    """A step that tells itself from others by its number."""
    text = {
        "heading": {1: "The Bell", 4: "The Boat"}.get(number, ""),
        "paragraph": f"Paragraph {number} of the keeper. " + "The sea went on as before. " * 12,
        "rationale": f"Kept the keeper, added hour {number}.",
        "memory": " ".join(f"The keeper counted hour {each}." for each in range(1, number + 4)),
        "plans": tuple(f"Plan {plan} after step {number}: the bell rings." for plan in (1, 2, 3)),
    }
    return NewStep(kind=StepKind.WRITTEN, text=Text(**(text | changes)))


@pytest.fixture
def open_studio(
    shared_engine: EngineClient, settings: Settings
) -> Callable[..., AbstractAsyncContextManager[Pilot[None]]]:
    """Opens the studio on a story, or on the shelf, and waits until it shows it."""

    @asynccontextmanager
    async def opening(
        story: Path | None = None, size: str = "wide", **changes: Any
    ) -> AsyncIterator[Pilot[None]]:
        from dataclasses import replace

        from rgpt_tui.studio.app import StudioApp
        from tests.studio.waiting import opened

        app = StudioApp(replace(settings, **changes), shared_engine, story=story)
        async with app.run_test(size=SIZES[size]) as pilot:
            if story is not None:
                await opened(pilot)
            try:
                yield pilot
            finally:
                # A test may have made that impossible.
                with suppress(RgptError, OSError):
                    await app.going.close_story()

    return opening
