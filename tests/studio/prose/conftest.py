from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from textual.app import App, ComposeResult

from rgpt_tui.studio.prose import Entry, ProseView, StepText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.pilot import Pilot

SENTENCE = "The rain had stopped before dawn, and the streets lay washed and empty. "


class Reader(App[None]):
    """An app with a prose view and the texts of a story."""

    def __init__(self, texts: Iterable[str], *, answering: bool = True) -> None:
        super().__init__()
        self.texts = {f"s{number}": text for number, text in enumerate(texts)}
        self.answering = answering
        self.wanted: list[tuple[str, ...]] = []
        self.opened: list[str] = []

    def compose(self) -> ComposeResult:
        yield ProseView(id="story")

    @property
    def view(self) -> ProseView:
        return self.query_one(ProseView)

    def entries(self, every: int = 50) -> list[Entry]:
        return [
            Entry(
                id=id_,
                words=len(text.split()),
                heading=f"Chapter {number // every + 1}" if every and number % every == 0 else "",
            )
            for number, (id_, text) in enumerate(self.texts.items())
        ]

    def on_mount(self) -> None:
        self.view.focus()
        self.view.show_outline(self.entries())

    def on_prose_view_texts_wanted(self, message: ProseView.TextsWanted) -> None:
        self.wanted.append(message.ids)
        if self.answering:
            self.answer(message.ids)

    def answer(self, ids: Iterable[str]) -> None:
        self.view.show_texts([StepText(id=id_, text=self.texts[id_]) for id_ in ids])

    def on_prose_view_opened(self, message: ProseView.Opened) -> None:
        self.opened.append(message.id)

    @property
    def first_shown(self) -> str:
        """The step at the top of the view."""
        return self.view.page.id_of(self.view.page.column.at(self.view.top))

    @property
    def last_shown(self) -> str:
        """The step at the bottom of the view."""
        column = self.view.page.column
        below = min(self.view.top + self.view.rows, column.total)
        return self.view.page.id_of(column.at(below - 1))

    @property
    def lines(self) -> list[str]:
        """The rows of the screen as a terminal shows them."""
        strips = self.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    @property
    def words(self) -> list[str]:
        """The rows of the screen without gutter and margins."""
        return [line.strip(" ▌◆×▁▂▃▄▅▆▇█") for line in self.lines]


def story(steps: int, sentences: int = 4) -> list[str]:
    """Paragraphs that say which they are, of different lengths."""
    return [f"Step {n}. " + SENTENCE * (1 + n * 7 % sentences) for n in range(steps)]


async def wait_for(
    pilot: Pilot[None], condition: Callable[[], object], what: str, seconds: float = 5
) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"timed out waiting for {what}"
        await pilot.pause(0.01)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing that is near the reader is missing or half laid out."""
    view = pilot.app.query_one(ProseView)
    await pilot.pause()

    def quiet() -> bool:
        near = view.page.missing(view.top - view.rows, view.top + 2 * view.rows)
        return not near and not view.page.pending

    await wait_for(pilot, quiet, "the texts near the reader")
    await pilot.pause()


async def asked(app: Reader, pilot: Pilot[None]) -> None:
    """Wait until the view has asked for texts."""
    await wait_for(pilot, lambda: app.wanted, "texts to be asked for")


def segments(app: Reader) -> list[tuple[str, str]]:
    """The colour and the words of each piece on the screen."""
    return [
        (str(segment.style.color if segment.style else ""), segment.text)
        for strip in app.screen._compositor.render_strips()
        for segment in strip
    ]


@pytest.fixture
def book() -> list[str]:
    return story(10_000)
