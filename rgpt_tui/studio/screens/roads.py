"""Roads not taken: the plans that were offered along the way and not chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import getters, on
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from rgpt_tui.story.counting import counted
from rgpt_tui.story.printable import printable
from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.key_line import KeyLine
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.places_in_story import place
from rgpt_tui.studio.screens.sheet import Sheet
from rgpt_tui.studio.two_click_list import TwoClickList
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from rgpt_tui.story.roads import Road
    from rgpt_tui.studio.desk import Desk

PAGE = 100


class RoadsSheet(Sheet["Road"]):
    """Choose a plan that was not taken; the result is the one to branch from."""

    WHERE = Where.ROADS
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.ROADS))

    box = getters.query_one("#containing", Input)
    listed = getters.query_one("#roads", OptionList)
    said = getters.query_one("#said", Static)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._roads: list[Road] = []

    def compose(self) -> ComposeResult:
        """The words to look for, and the plans."""
        with Vertical(classes="frame") as frame:
            frame.border_title = "Roads not taken"
            yield Input(placeholder="Words of the plan", id="containing")
            yield TwoClickList(id="roads", classes="list -whole", markup=False)
            yield Static("", id="said", classes="line dim", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the newest."""
        self.box.focus()
        self._look()

    @on(Input.Changed)
    @work(exclusive=True, group="roads")
    async def _look(self) -> None:
        words = self.box.value.strip()
        roads = await self._desk.read(lambda book: book.roads_not_taken(words, limit=PAGE))
        self._roads = list(roads)
        self.listed.clear_options()
        self.listed.add_options([Option(_row(road), id=str(at)) for at, road in enumerate(roads)])
        if roads:
            self.listed.highlighted = 0
        more = f" The newest {PAGE}; more words narrow it down." if len(roads) == PAGE else ""
        key = keys_of_action(self.app, "roads.branch")
        self.said.update(
            f"{counted(len(roads), 'plan')}. {key} goes on from there by that plan; "
            f"what is written stays in the book.{more}"
            if roads
            else "No plan was left unchosen that has these words."
        )

    @on(Input.Submitted)
    def action_branch(self) -> None:
        """Go on from the step that offered the plan, by that plan."""
        if self.listed.highlighted is not None and self._roads:
            self.dismiss(self._roads[self.listed.highlighted])

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._roads[int(event.option_id or 0)])

    def action_down(self) -> None:
        """Go down the list from the box."""
        self.listed.action_cursor_down()

    def action_up(self) -> None:
        """Go up the list from the box."""
        self.listed.action_cursor_up()


def _row(road: Road) -> Text:
    row = Text()
    row.append(f"After {place(road.position)}, plan {road.plan}  ", style="dim")
    row.append(printable(road.text))
    row.append("\n")
    return row
