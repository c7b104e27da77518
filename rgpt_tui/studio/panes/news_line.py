"""The news of a pane, where it has no frame to show them on."""

from __future__ import annotations

from textual.widgets import Static

from rgpt_tui.studio.panes.pane import words


class NewsLine(Static):
    """The first line of a pane on a narrow screen."""

    # The class that tells how wide the screen is belongs to the screen.
    SCOPED_CSS = False

    DEFAULT_CSS = """
    NewsLine { display: none; height: 1; color: $foreground 70%; }
    .-narrow NewsLine { display: block; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def tell(self, news: str) -> None:
        """Show news; what is the same is not laid out again, since it is told with every key."""
        if self.content != (text := words(news)):
            self.update(text, layout=False)
