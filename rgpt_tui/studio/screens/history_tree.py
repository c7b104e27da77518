"""The tree of all steps on a sheet, the step under its cursor, and the ways through it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from rgpt_tui.story.counting import counted
from rgpt_tui.studio.actions import BY_ID, Where, bindings
from rgpt_tui.studio.history.painting import LEGEND, SHORT_LEGEND
from rgpt_tui.studio.history.reading import tree_of
from rgpt_tui.studio.history.tree import row_of, stretch_of
from rgpt_tui.studio.history.tree_list import TreeList
from rgpt_tui.studio.history.versions_pane import VersionsPane
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.screens.sheet import Sheet
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.types import CSSPathType

    from rgpt_tui.studio.desk import Desk
    from rgpt_tui.studio.history.reading import Tree

PAUSE = 0.04
"""Seconds that the cursor rests on a row before its step is read."""


class TreeSheet(Sheet[str]):
    """Look through the tree; the result is the id of a step to go on from."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["sheet.tcss", "history.tcss"]
    WHERE = Where.HISTORY
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.HISTORY))

    listed = getters.query_one("#tree", TreeList)
    pane = getters.query_one(VersionsPane)
    said = getters.query_one("#said", Static)

    def __init__(self, desk: Desk, check_idle: Callable[[], None], step: str | None = None) -> None:
        """Make it.

        Args:
            desk: of the open story.
            check_idle: raises where something is being written.
            step: to begin with; None: where the story stands.
        """
        super().__init__()
        self._desk = desk
        self._check_idle = check_idle
        self._begin_with = step
        self._tree: Tree | None = None
        self._unfolded: set[str] = set()
        self._in_bin = False

    def compose(self) -> ComposeResult:
        """The tree, and the step under its cursor."""
        with Vertical(classes="frame") as frame:
            frame.border_title = "History"
            with Horizontal(classes="columns"):
                yield TreeList(id="tree")
                yield VersionsPane(self._desk)
            yield Static("", id="said", classes="line dim", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the tree."""
        self.listed.focus()
        self._show(self._begin_with)

    # Showing

    @work(exclusive=True, group="tree")
    async def _show(self, step: str | None = None) -> None:
        """Read the tree anew, and put the cursor on a step: without one, where the story stands."""
        await self._read_tree(step, unfold=step is not None)

    async def _read_tree(self, step: str | None, *, unfold: bool = False) -> None:
        tree = await self._desk.read(lambda book: tree_of(book, of_bin=self._in_bin))
        self._tree = tree
        rows = await asyncio.to_thread(tree.rows, set(self._unfolded))
        step = step or (rows[0].step if rows and self._in_bin else tree.tip)
        at = row_of(rows, step)
        if unfold and at is not None and rows[at].folded:
            self._unfolded.add(rows[at].step)
            rows = await asyncio.to_thread(tree.rows, set(self._unfolded))
        self.listed.show(tree, rows, step)
        frame = self.query_one(".frame")
        if self._in_bin:
            frame.border_title = f"The bin · {counted(len(tree.binned), 'branch', 'branches')}"
            said = "Nothing is ever deleted here. " if rows else "The bin is empty. "
            if rows:
                said += f"{self._key('take_out')} takes a branch out of it, whole; "
            said += f"{self._key('bin')} goes back to the story."
        else:
            frame.border_title = (
                f"History · {counted(tree.steps, 'step', 'steps')}"
                f" · {counted(tree.ends, 'branch', 'branches')}"
            )
            said = self._legend if rows else "The story has no step yet."
        self.said.update(said)
        if not rows:
            self.pane.show(None)
        self.refresh_bindings()

    def _key(self, action: str) -> str:
        return (
            keys_of_action(self.app, f"history.{action}") or f"“{BY_ID[f'history.{action}'].title}”"
        )

    @property
    def _legend(self) -> str:
        return SHORT_LEGEND if self.has_class("-narrow") else LEGEND

    @on(TreeList.Moved)
    def _moved(self) -> None:
        self._read_step()

    @work(exclusive=True, group="step")
    async def _read_step(self) -> None:
        await asyncio.sleep(PAUSE)
        # A key may have wanted it sooner, and have turned to another version by now.
        if self._step_here != self.pane.step:
            self.pane.show(self._step_here)

    @property
    def _step_here(self) -> str | None:
        row = self.listed.row
        return None if row is None else row.step

    async def _caught_up(self) -> None:
        """Have the step under the cursor shown: a key may come right behind a movement."""
        await self.pane.shown(self._step_here)

    @on(TreeList.Wanted)
    async def _give(self, message: TreeList.Wanted) -> None:
        self.listed.tell(await self._desk.read(lambda book: book.history.glimpses(message.steps)))

    # Going through the tree

    @on(TreeList.Chosen)
    def action_go(self) -> None:
        """Go on from the step under the cursor, or unfold what is folded there."""
        row = self.listed.row
        if row is None or row.folded:
            self.action_unfold()
        elif not self._refused_in_bin():
            self.dismiss(row.step)

    def _refused_in_bin(self) -> bool:
        """Whether this is the bin, where nothing can be changed: say what comes first."""
        if self._in_bin:
            take_out = self._key("take_out")
            self.studio.tell(f"It is in the bin. {take_out} takes its branch out of it first.")
        return self._in_bin

    def action_down(self) -> None:
        """Look at the next row."""
        self.listed.move(1)

    def action_up(self) -> None:
        """Look at the row before."""
        self.listed.move(-1)

    def action_page_down(self) -> None:
        """Look at the next rows."""
        self.listed.move(max(1, self.listed.size.height - 1))

    def action_page_up(self) -> None:
        """Look at the rows before."""
        self.listed.move(-max(1, self.listed.size.height - 1))

    def action_first(self) -> None:
        """Go to the first row."""
        self.listed.move(-len(self.listed.rows))

    def action_last(self) -> None:
        """Go to the last row."""
        self.listed.move(len(self.listed.rows))

    def action_unfold(self) -> None:
        """Show folded steps one by one."""
        row = self.listed.row
        if row is not None and row.folded:
            self._unfolded.add(row.step)
            self._fill(row.step)

    def action_fold(self) -> None:
        """Fold the steps around the cursor."""
        row = self.listed.row
        if row is None or self._tree is None:
            return
        stretch = stretch_of(row, self._tree.landmarks)
        if stretch in self._unfolded:
            self._unfolded.discard(stretch)
            self._fill(stretch)

    @work(exclusive=True, group="tree")
    async def _fill(self, step: str) -> None:
        if (tree := self._tree) is not None:
            rows = await asyncio.to_thread(tree.rows, set(self._unfolded))
            self.listed.show(tree, rows, step)

    def action_here(self) -> None:
        """Go to where the story stands."""
        self._in_bin = False
        self._show()

    def action_bin(self) -> None:
        """Look at what is in the bin, or at the story again."""
        self._in_bin = not self._in_bin
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the bin other things can be done than in the story."""
        if action in ("name", "throw"):
            return not self._in_bin
        return self._in_bin if action == "take_out" else True
