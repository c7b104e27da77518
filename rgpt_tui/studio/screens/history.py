"""History: every step of every branch, what each of them was before, and what can be done with it.

Nothing here overwrites or deletes anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.counting import counted
from rgpt_tui.story.errors import RgptError
from rgpt_tui.studio.screens.history_tree import TreeSheet
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class HistorySheet(TreeSheet):
    """Look through the history, and change what counts of it."""

    # Versions

    async def action_earlier(self) -> None:
        """Read the version before."""
        await self._caught_up()
        self.pane.turn(-1)

    async def action_later(self) -> None:
        """Read the next version."""
        await self._caught_up()
        self.pane.turn(1)

    def action_compare(self) -> None:
        """Compare the version with another one, or with none."""
        self.pane.compare()

    async def action_memory(self) -> None:
        """Read what the step did to the memory, also of those that are gone to; or its text."""
        await self._caught_up()
        self.pane.turn_to_memory()

    async def action_copy(self) -> None:
        """Copy the paragraph of the version that is read."""
        await self._caught_up()
        if self.pane.versions is not None:
            paragraph = self.pane.versions.revisions[self.pane.at].text.paragraph
            self.app.copy_to_clipboard(paragraph)
            self.studio.tell("The paragraph is copied.")

    @work(group="change", keys_wait=True)
    async def action_restore(self) -> None:
        """Make the version that is read the one that counts."""
        if self._refused_in_bin():
            return
        await self._caught_up()
        versions = self.pane.versions
        if versions is None:
            return
        step, revisions = versions.step.id, versions.revisions
        number, last = revisions[self.pane.at].number, revisions[-1].number
        if revisions[self.pane.at].text == revisions[-1].text:
            earlier = self._key("earlier")
            self.studio.tell(f"The text is so already. {earlier} reads an earlier version.")
            return
        try:
            self._check_idle()
            await self._desk.restore_revision(step, number)
        except RgptError as error:
            self.studio.tell(error)
            return
        self.listed.forget([step])
        await self._read_tree(step)
        self.pane.show(step)
        self.studio.tell(f"Version {number} counts again, as version {last + 1}. All others stay.")

    # Branches

    @work(group="change", keys_wait=True)
    async def action_name(self) -> None:
        """Give the branch under the cursor a name."""
        from rgpt_tui.studio.screens.ask_line import AskLine

        row, tree = self.listed.row, self._tree
        if row is None or tree is None:
            return
        step = row.run.steps[row.stop - 1]
        end = await self._desk.read(lambda book: book.branches.end_of(step))
        number = row.run.first + row.stop - 1
        name = await self.app.push_screen_wait(
            AskLine(
                f"The name of the branch that goes on from step {number:,}. It stays at the end "
                "of the branch, and moves on as that grows. Empty: no name.",
                value=tree.names.get(end, ""),
            )
        )
        if name is None:
            return
        await self._desk.name_branch(end, name)
        await self._read_tree(end)

    @work(group="change", keys_wait=True)
    async def action_throw(self) -> None:
        """Put the branch under the cursor into the bin."""
        from rgpt_tui.studio.screens.confirm import Confirm

        row = self.listed.row
        if row is None:
            return
        step = row.run.steps[row.stop - 1]
        first = await self._desk.read(lambda book: book.step(book.branches.start_of(step)))
        self._check_idle()
        count = await self._desk.read(lambda book: book.bin.would_take(first.id))
        if await self.app.push_screen_wait(
            Confirm(
                f"Put {counted(count, 'step', 'steps')} into the bin: step {first.number:,} of "
                "this branch, and all that was written after it? Nothing is deleted: "
                f"{self._key('bin')} shows the bin, {self._key('take_out')} takes it out again.",
                yes="Into the bin",
                no="Leave it",
            )
        ):
            await self._change_bin(self._desk.bin_branch, first.id, first.parent, "in the bin")

    @work(group="change", keys_wait=True)
    async def action_take_out(self) -> None:
        """Take the branch under the cursor out of the bin."""
        if (row := self.listed.row) is not None:
            step = row.run.root
            await self._change_bin(self._desk.take_out_of_bin, step, step, "out of the bin again")

    async def _change_bin(
        self, change: Callable[[str], Awaitable[int]], step: str, cursor: str | None, where: str
    ) -> None:
        self._check_idle()
        count = await change(step)
        self._in_bin = False
        await self._read_tree(cursor)
        self.studio.tell(f"{counted(count, 'step is', 'steps are')} {where}.")
