"""The step under the cursor: all versions of its text, and one of them to be read."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import getters, on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import WorkerError

from rgpt_tui.studio.history.memory_change import memory_spans
from rgpt_tui.studio.history.reading import versions_of
from rgpt_tui.studio.history.reading_view import ReadingView
from rgpt_tui.studio.history.versions import Against, base_of, by_whom, line_of, spans_of
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.when import when
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.worker import Worker

    from rgpt_tui.studio.desk import Desk
    from rgpt_tui.studio.history.reading import Versions


class VersionsPane(Vertical):
    """Reads a step."""

    title = getters.query_one("#step", Static)
    listed = getters.query_one("#versions", OptionList)
    how = getters.query_one("#how", Static)
    reading = getters.query_one("#text", ReadingView)

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="versions-pane")
        self._desk = desk
        self.step: str | None = None
        """The step that is shown, or is about to be."""
        self._showing: Worker[None] | None = None
        self.versions: Versions | None = None
        self.at = 0
        """The index of the version that is read."""
        self.against = Against.BEFORE
        self.of_memory = False
        """What the version did to the memory is read, and not its text."""

    def compose(self) -> ComposeResult:
        """What step it is, its versions, and the text of one."""
        yield Static("", id="step", classes="line", markup=False)
        yield OptionList(id="versions", markup=False)
        yield Static("", id="how", classes="line dim", markup=False)
        yield ReadingView(id="text")

    def show(self, step: str | None) -> None:
        """Show a step, in its latest version; without one, nothing."""
        self.step = step
        self._showing = self._show(step)

    async def shown(self, step: str | None) -> None:
        """Wait until a step is shown."""
        if step != self.step:
            self.show(step)
        with suppress(WorkerError):
            if self._showing is not None:
                await self._showing.wait()

    @work(exclusive=True, group="versions")
    async def _show(self, step: str | None) -> None:
        versions = None
        if step is not None:
            versions = await self._desk.read(lambda book: versions_of(book, step))
        self.versions = versions
        count = len(versions.revisions) if versions is not None else 0
        self.at = max(0, count - 1)
        # Most steps have one version: going from one to the next lays out nothing anew.
        if self.listed.option_count:
            self.listed.clear_options()
        self.listed.display = self.how.display = count > 1
        self.title.update("" if versions is None else _title(versions), layout=False)
        if versions is None:
            self.reading.show(())
            return
        if count > 1:
            newest_first = range(self.at, -1, -1)
            self.listed.add_options([Option(line_of(versions, at)) for at in newest_first])
            self.listed.highlighted = 0
        self._read()

    @on(OptionList.OptionHighlighted)
    def _chosen(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        # Not what the event says: the cursor may be further by now, or in the list of another step.
        if self.versions is not None and self.listed.highlighted is not None:
            self._go(len(self.versions.revisions) - 1 - self.listed.highlighted)

    def _go(self, at: int) -> None:
        if at != self.at:
            self.at = at
            self._read()

    def turn(self, by: int) -> None:
        """Read another version: a later one, or with less than 0 an earlier one."""
        if self.versions is not None and 0 <= self.at + by < len(self.versions.revisions):
            # At once: the list tells of its cursor only after the next key.
            self._go(self.at + by)
            self.listed.highlighted = len(self.versions.revisions) - 1 - self.at

    def compare(self) -> None:
        """Compare the version with another one, or with none, in turn."""
        self.against, self.of_memory = self.against.following, False
        self._read()

    def turn_to_memory(self) -> None:
        """Read what the version did to the memory, or its text again."""
        self.of_memory = not self.of_memory
        self._read()

    @work(exclusive=True, group="reading")
    async def _read(self) -> None:
        versions, at, against = self.versions, self.at, self.against
        if versions is None:
            return
        if self.of_memory:
            spans = await asyncio.to_thread(memory_spans, versions, at)
        else:
            spans = await asyncio.to_thread(spans_of, versions, at, against)
        base = base_of(versions, at, against)
        if self.of_memory:
            how = "its memory"
        elif base is not None:
            how = against.value
        elif against is Against.PRESENT:
            how = "this is the one that counts"
        else:
            how = Against.NOTHING.value
        number = versions.revisions[at].number
        keys = [keys_of_action(self.app, f"history.{each}") for each in ("earlier", "later")]
        others = f"{' '.join(filter(None, keys))} turn · " if any(keys) else ""
        self.how.update(f"{others}Version {number}, {how}", layout=False)
        self.reading.show(spans)


def _title(versions: Versions) -> Content:
    step, first = versions.step, versions.revisions[0]
    count = len(versions.revisions)
    many = "one version" if count == 1 else f"{count} versions"
    return Content.assemble(
        (f"Step {step.number:,}", "bold"),
        (f" · {many} · {by_whom(first)}, {when(first.created)}", "$foreground 70%"),
    )
