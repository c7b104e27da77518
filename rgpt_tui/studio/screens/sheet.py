"""A sheet: a screen laid over the desk, which Escape takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual.screen import ModalScreen

from rgpt_tui.studio.actions import Where, bindings
from rgpt_tui.studio.work import Telling

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.types import CSSPathType

    from rgpt_tui.studio.app import StudioApp

Result = TypeVar("Result")


class Sheet(Telling, ModalScreen[Result | None], Generic[Result]):
    """A sheet over the writing screen; its result is None if the writer only looked."""

    CSS_PATH: ClassVar[CSSPathType | None] = "sheet.tcss"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual has it
        (0, "-narrow"),
        (100, "-wide"),
    ]
    WHERE = Where.SHEET
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(Where.SHEET))

    @property
    def studio(self) -> StudioApp:
        """The app."""
        return cast("StudioApp", self.app)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
