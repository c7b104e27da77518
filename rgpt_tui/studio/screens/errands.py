"""Errands: what a writer asks for that takes another sheet, or another place in the story."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import TextArea

from rgpt_tui.beside import beside
from rgpt_tui.places import expanded
from rgpt_tui.story.unsent import Box
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.lent_terminal import edit_elsewhere
from rgpt_tui.studio.panes.pane import Pane
from rgpt_tui.studio.screens.branching import BranchingScreen
from rgpt_tui.studio.screens.work import AUTOPILOT
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.studio.desk import Desk
    from rgpt_tui.studio.panes.next import NextPane
    from rgpt_tui.studio.panes.story import StoryPane
    from rgpt_tui.studio.screens.inspector import Account
    from rgpt_tui.studio.status_line import StatusLine
    from rgpt_tui.writer.events import Event


UNSAID_SECONDS = 1.0
"""An export that takes no longer is told when it is done, and not while it goes on."""


class Errands(BranchingScreen):
    """The errands of the writing screen; each opens a sheet, and does what comes of it."""

    status: StatusLine
    story: StoryPane
    next: NextPane

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._after_step = asyncio.Event()

    @on(Pane.Asked)
    async def _asked(self, message: Pane.Asked) -> None:
        await getattr(self, f"_{message.what}")(**message.details)

    # Looking

    @work(keys_wait=True)
    async def action_search(self) -> None:
        """Search the story, and go to what was found."""
        from rgpt_tui.studio.screens.search import SearchSheet

        step = await self.app.push_screen_wait(SearchSheet(self.desk))
        if step and await self._is_here(step):
            await self._show_step(step)

    @work(group="inspecting", exclusive=True, keys_wait=True)
    async def action_inspect(self) -> None:
        """Read the next request. It depends on the model: without one, one is chosen first."""
        from rgpt_tui.studio.screens.inspector import InspectorSheet

        if await self.studio.see_to_model():
            await self.app.push_screen(InspectorSheet(self._next_account))

    async def _next_account(self) -> Account:
        from rgpt_tui.studio.screens.inspector import account_of_next

        # What is typed and not yet in the book would be saved before the request is sent.
        await self.saved()
        text = "" if self.standing is None or self.standing.tip is None else self.next.text
        following = await self.desk.session.next_prompt(
            text, heading=self.next.heading, passages=self.recalled.passages_for(text)
        )
        return account_of_next(following)

    async def _made_from(self, step: str) -> None:
        from rgpt_tui.studio.screens.inspector import InspectorSheet, account_of_making

        async def account() -> Account:
            number = (await self.desk.read(lambda book: book.step(step))).number
            return account_of_making(number, await self.desk.read(lambda book: book.making(step)))

        await self.app.push_screen(InspectorSheet(account))

    async def _show_step(self, step: str) -> None:
        self.story.prose.go_to(step)
        self.story.enter()

    # Other ways of the story

    @work(keys_wait=True)
    async def action_backups(self) -> None:
        """See the backups of the story, and go back to one."""
        from rgpt_tui.studio.screens.backups import BackupsSheet

        backup = await self.app.push_screen_wait(BackupsSheet(self.desk.folder, is_open=True))
        if backup is not None:
            self.studio.restore_backup(self.desk.folder, backup)

    @work(keys_wait=True)
    async def action_roads(self) -> None:
        """Look through the plans that were not chosen, and branch by one."""
        from rgpt_tui.studio.screens.roads import RoadsSheet

        road = await self.app.push_screen_wait(RoadsSheet(self.desk))
        if road is not None and await self._go_to(road.step):
            self.next.take_up(road.text, road.step)

    async def action_history(self) -> None:
        """See every step and branch, and what each of them was before."""
        self._look_back(None)

    async def _history(self, step: str) -> None:
        self._look_back(step)

    @work(keys_wait=True)
    async def _look_back(self, step: str | None) -> None:
        from rgpt_tui.studio.screens.history import HistorySheet

        # What is typed belongs to what is looked at.
        if not self.running.busy and not await self.saved():
            return
        sheet = HistorySheet(self.desk, self.running.check_idle, step)
        chosen = await self.app.push_screen_wait(sheet)
        if chosen:
            await self._go_to(chosen)

    # Own paragraphs, the autopilot

    @work(keys_wait=True)
    async def action_autopilot(self) -> None:
        """Let the model choose and write several steps."""
        from rgpt_tui.engine.piloting import fly
        from rgpt_tui.studio.screens.autopilot import AutopilotSheet

        if self.standing is None or self.standing.tip is None:
            key = keys_of_action(self.app, "writing.write")
            self.studio.tell(f"The story has no opening yet. {key} writes it.")
            return
        planned = bool(self.standing.tip.text.plans)
        form = AutopilotSheet(self.desk, self.next.text, planned=planned)
        rules = await self.app.push_screen_wait(form)
        if rules is not None and await self.saved():
            self._after_step.clear()
            flight = fly(self.desk.session, rules, stop_after_step=self._after_step)
            self.write(AUTOPILOT, flight)

    def action_after_step(self) -> None:
        """Let the autopilot finish the step that it is at, and stop then."""
        self._after_step.set()
        if self.running.what == AUTOPILOT:
            self.studio.tell("The autopilot stops when this step is written.")
        else:
            key = keys_of_action(self.app, "writing.autopilot")
            self.studio.tell(f"The autopilot is not at work: nothing is stopped. {key} starts it.")

    async def action_rebuild(self) -> None:
        """Make the long-term memory anew from the book."""
        self.write("rebuilding the memory", self.desk.session.rebuild(), asks_model=False)

    def action_write_own(self) -> None:
        """Write the next paragraph with your own hand."""
        self._own_page()

    @work(keys_wait=True)
    async def _own_page(self) -> None:
        from rgpt_tui.studio.screens.own_page import OwnPage

        if self.standing is None or not await self.saved():
            return
        tip = self.standing.tip.id if self.standing.tip else None
        typed = await self.desk.typing.typed(tip, Box.OWN)
        page = await self.app.push_screen_wait(OwnPage(self.desk, tip, typed or ""))
        if page:
            self.write("remembering", self._by_own_hand(page, tip))

    async def _by_own_hand(self, page: str, tip: str | None) -> AsyncGenerator[Event, None]:
        from rgpt_tui.engine.events import Committed

        writing = self.desk.session.write_own(page, heading=self.next.heading)
        async with aclosing(writing) as events:
            async for event in events:
                if isinstance(event, Committed):
                    self.desk.typing.drop(tip, Box.OWN)
                yield event

    async def action_external_editor(self) -> None:
        """Edit the text of the box with the focus, or the current paragraph, in $EDITOR."""
        self.running.check_idle()
        if not isinstance(self.focused, TextArea):
            await self.story.action_edit()
        box = self.focused if isinstance(self.focused, TextArea) else self.story.editor
        if not box.read_only and box.display:
            edit_elsewhere(self.studio, box)

    # A file of the story

    @work(group="exporting", keys_wait=True)
    async def action_export(self) -> None:
        """Write the story to a file, as it stands in the boxes too."""
        from rgpt_tui.studio.giving_out import ASKED, give_out, is_there, kind_of
        from rgpt_tui.studio.screens.ask_line import AskLine
        from rgpt_tui.studio.screens.confirm import Confirm

        if not self.running.busy and not await self.saved():
            return
        usual = Path.cwd() / f"{self.desk.folder.name}.md"
        named = await self.app.push_screen_wait(AskLine(ASKED, value=str(usual), done="Export"))
        if not named:
            return
        file = expanded(named.strip()).absolute()
        kind_of(file)
        if await asyncio.to_thread(is_there, file) and not await self.app.push_screen_wait(
            Confirm(
                f"{file} is there already. Write the story in its place?",
                yes="Replace it",
                no="Leave it",
            )
        ):
            return
        writing = beside(asyncio.to_thread(give_out, self.desk.folder, file))
        status = self.status
        if not (await asyncio.wait([writing], timeout=UNSAID_SECONDS))[0]:
            status.beside = f"writing {file.name}"
        try:
            await writing
        finally:
            status.beside = ""
        self.studio.tell(f"The story is in {file}.")

    # Names

    async def _heading(self, step: str) -> None:
        self._name_chapter(step)

    @work(keys_wait=True)
    async def _name_chapter(self, step: str) -> None:
        from rgpt_tui.studio.screens.ask_line import AskLine

        before = (await self.desk.read(lambda book: book.step(step))).text.heading
        heading = await self.app.push_screen_wait(
            AskLine("The chapter that begins here. Empty: the one before goes on.", value=before)
        )
        if heading is not None and heading.strip() != before:
            await self.moved(lambda: self.desk.revise(step, heading=heading.strip()))

    @work(keys_wait=True)
    async def action_rename(self) -> None:
        """Give the story another title."""
        from rgpt_tui.studio.screens.ask_line import AskLine

        brief = await self.desk.read(lambda book: book.brief)
        title = await self.app.push_screen_wait(
            AskLine("The title of the story", value=brief.title)
        )
        if title is not None and title.strip():
            await self.moved(lambda: self.desk.change_brief(replace(brief, title=title.strip())))
