"""What the four panes have in common: a frame with a title, and the desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, on
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive

from rgpt_tui.story.printable import printable
from rgpt_tui.studio.work import Telling

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from rgpt_tui.studio.actions import Where
    from rgpt_tui.studio.desk import Desk
    from rgpt_tui.studio.standing import Standing
    from rgpt_tui.writer.events import Event


class Pane(Telling, Vertical):
    """One of the four panes.

    It shows the story's standing when it has changed (`show`), follows what happens while a step
    is being written (`take`), and hands what is typed in it to the book when asked (`save`).
    """

    TITLE: ClassVar[str]
    WHERE: ClassVar[Where]

    news = reactive("", repaint=False)
    """A word or two beside the title, such as how long the memory is."""

    class Failed(Message):
        """Something that the writer asked for could not be done."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    class Asked(Message):
        """The writer wants something that the whole screen takes part in, such as a re-roll."""

        def __init__(self, what: str, **details: object) -> None:
            super().__init__()
            self.what = what
            self.details = details

    def __init__(self, desk: Desk, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.desk = desk
        self.border_title = self.TITLE
        self._due: set[Callable[[], None]] = set()

    _on_the_frame = False

    def watch_news(self, news: str) -> None:
        """Put the news on the frame."""
        self._on_the_frame = True
        try:
            self.border_subtitle = Content(printable(news))
        finally:
            self._on_the_frame = False

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Paint anew; for news, which come with every key, only the line that they stand on."""
        if self._on_the_frame and not (regions or layout or recompose):
            width, height = self.outer_size
            last = Region(0, height - 1, width, 1)
            regions = (last.translate(-self.content_offset),) if height else ()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _mark_focus(self) -> None:
        """Have the frame say whether the focus is here.

        Only the pane's own styles depend on that; with ``:focus-within`` Textual works out those
        of all that is in the pane, and lays the whole screen out.
        """
        if (here := self.has_focus_within) != self.has_class("-focused"):
            self.set_class(here, "-focused", update=False)
            self.app.stylesheet.update_nodes([self])

    def soon(self, seconds: float, what: Callable[[], None]) -> None:
        """Do something some seconds from now, once for all who ask for it until then."""
        if what not in self._due:
            self._due.add(what)
            self.set_timer(seconds, partial(self._do, what))

    def _do(self, what: Callable[[], None]) -> None:
        self._due.discard(what)
        what()

    async def show(self, standing: Standing) -> None:
        """Show where the story stands now."""

    def begins(self) -> None:
        """Something is going to be written; nothing of it has come yet."""

    async def take(self, event: Event) -> None:
        """Follow what happens while something is being written."""

    async def save(self) -> None:
        """Hand what is typed to the book.

        Raises:
            RgptError: it could not be saved; it stays in the box.
        """

    def enter(self) -> None:
        """Take the focus, where a writer would want it."""


def words(text: str) -> Text:
    """Words of a model, a file or a writer, as a terminal may show them: never markup."""
    return Text(printable(text))
