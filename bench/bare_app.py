"""The least that an app with four panes can be: four text areas, a list and a footer.

The studio's first frame is held against it. It reads nothing, knows nothing, and can do nothing.
"""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, OptionList, TextArea

NAMES = ("Tale", "Past", "Found", "Ahead")


class BareApp(App[None]):
    """Four text areas, a list, and a footer."""

    CSS = "Horizontal, Vertical { height: 1fr; } TextArea, OptionList { height: 1fr; }"
    BINDINGS = [("ctrl+g", "go", "Go on"), ("ctrl+f", "find", "Find"), ("f1", "aid", "Aid")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        """The widgets."""
        tale, *others = (TextArea(f"{name} has begun.", soft_wrap=True) for name in NAMES)
        with Horizontal():
            yield tale
            with Vertical():
                yield from others
                yield OptionList("First", "Second", "Third")
        yield Footer()


if __name__ == "__main__":
    BareApp().run()
