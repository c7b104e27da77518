"""A story is being repaired: what is done to it, for as long as nothing else can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import ProgressBar, Static

from rgpt_tui.story.printable import printable

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Repairing(ModalScreen[None]):
    """Says what is being done; whoever does it takes this away."""

    CSS_PATH = "asking.tcss"

    def __init__(self, said: str) -> None:
        """Make it.

        Args:
            said: in whole sentences: what is being done, and what is safe.
        """
        super().__init__()
        self._said = said

    def compose(self) -> ComposeResult:
        """What is being done, and a bar that moves: nobody knows how far it is."""
        with Vertical(classes="asking"):
            yield Static(Content(printable(self._said)))
            yield ProgressBar(show_percentage=False, show_eta=False)
