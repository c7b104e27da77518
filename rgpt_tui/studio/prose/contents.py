"""What a page shows: an outline, the texts that are loaded, and how high each block is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.studio.prose.entries import Entry, StepText
from rgpt_tui.studio.prose.headings import heading_rows
from rgpt_tui.studio.prose.layout import Column
from rgpt_tui.studio.prose.paragraph import GrowingParagraph, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STREAM: Final = ""
"""Instead of an id: the paragraph that is being written."""
_MOST_TEXTS: Final = 200
"""So many paragraphs are kept, those nearest to the reader; their heights are kept for all."""


class Contents:
    """The blocks of a story at one width: its steps, then the paragraph being written."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.entries: list[Entry] = []
        self.stream: GrowingParagraph | None = None
        self.stream_heading = ""
        self.draft = False
        """The words at the end are not being written any more, or are no prose of the story."""
        self.column = Column()
        self._index: dict[str, int] = {}
        self._paragraphs: dict[str, Paragraph] = {}
        self._rows: dict[str, int] = {}
        self._reserved: dict[str, int] = {}
        self._cells_a_word = 5.8

    # What there is

    def show_outline(self, entries: Iterable[Entry]) -> None:
        """Take another outline; what is known of steps that are in it as well is kept."""
        self.entries = list(entries)
        self._index = {entry.id: index for index, entry in enumerate(self.entries)}
        for known in (self._paragraphs, self._rows, self._reserved):
            for gone in [id_ for id_ in known if id_ not in self._index and id_ != STREAM]:
                del known[gone]
        self._estimate()

    def put(self, texts: Iterable[StepText]) -> list[str]:
        """Take texts of steps in the outline; return the ids of those that are new or changed."""
        changed = []
        for source in texts:
            old = self._paragraphs.get(source.id)
            if source.id not in self._index or (old and old.source == source):
                continue
            new = self._paragraphs[source.id] = Paragraph(source, self.width)
            if old and old.text == new.text:
                new.wrapping, new.found = old.wrapping, old.found
            else:
                self._rows.pop(source.id, None)
            changed.append(source.id)
        return changed

    def trim(self, around: int) -> None:
        """Let go of texts that are far from a block."""
        if len(self._paragraphs) > _MOST_TEXTS:
            nearest = sorted(self._paragraphs, key=lambda id_: abs(self._index[id_] - around))
            for id_ in nearest[_MOST_TEXTS * 3 // 4 :]:
                del self._paragraphs[id_]

    def resize(self, width: int) -> None:
        """Set the page in another width."""
        self.width = width
        self._rows.clear()
        for paragraph in (*self._paragraphs.values(), *([self.stream] if self.stream else [])):
            paragraph.rewrap(width)
        self._estimate()

    def id_of(self, index: int) -> str:
        """The id of a block."""
        return self.entries[index].id if index < len(self.entries) else STREAM

    def index_of(self, id_: str) -> int | None:
        """The block of a step or of the paragraph being written, if it is on the page."""
        if id_ == STREAM:
            return len(self.entries) if self.stream else None
        return self._index.get(id_)

    def paragraph(self, index: int) -> Paragraph | None:
        """The text of a block, if it is loaded."""
        if index == len(self.entries):
            return self.stream
        return self._paragraphs.get(self.entries[index].id)

    def heading(self, index: int) -> str:
        """The heading of a block."""
        return self.entries[index].heading if index < len(self.entries) else self.stream_heading

    def missing(self, first: int, last: int) -> list[str]:
        """The steps with a row between two whose text is not loaded."""
        blocks = self.column.between(first, last)
        ids = (self.entries[index].id for index in blocks if index < len(self.entries))
        return [id_ for id_ in ids if id_ not in self._paragraphs]

    # The paragraph being written

    def begin_stream(self, heading: str) -> None:
        """Add an empty paragraph at the end."""
        self.drop_stream()
        self.stream = GrowingParagraph(StepText(id=STREAM, text=""), self.width)
        self.stream_heading = heading
        self.draft = False
        self.stream.wrapping.advance(1)
        self.column.append(self._height(len(self.entries)))

    def keep_stream(self, entry: Entry) -> None:
        """Let a step have the paragraph being written: one in the outline, or a new last one."""
        if (stream := self.stream) is None:
            return
        self.drop_stream()
        stream.source = StepText(id=entry.id, text=stream.text)
        self._paragraphs[entry.id] = stream
        self._rows.pop(entry.id, None)
        if stream.wrapping.done:
            self._rows[entry.id] = len(stream.wrapping)
        if (index := self._index.get(entry.id)) is None:
            index = self._index[entry.id] = len(self.entries)
            self.entries.append(entry)
            self.column.append(self._height(index))
        else:
            self.entries[index] = entry
            self.column.set_height(index, self._height(index))

    def drop_stream(self) -> None:
        """Take the paragraph being written away."""
        if self.stream:
            self.stream = None
            self.column.pop()

    # Heights

    def head(self, index: int) -> int:
        """How many rows a block has above its text."""
        return heading_rows(self.heading(index), self.width, first=index == 0)

    def text_rows(self, index: int) -> int:
        """How many rows a block has for its text: exact if that is known."""
        id_ = self.id_of(index)
        if (reserved := self._reserved.get(id_)) is not None:
            return reserved
        if (rows := self._rows.get(id_)) is not None:
            return rows
        if (paragraph := self.paragraph(index)) is not None:
            return max(1, paragraph.wrapping.rows)
        return self._guess(self.entries[index].words)

    def reserve(self, id_: str, lines: int | None) -> None:
        """Give the text of a step so many rows instead of its own, or its own again."""
        index = self.index_of(id_)
        if lines is None:
            self._reserved.pop(id_, None)
        elif index is not None:
            self._reserved[id_] = max(1, lines)
        if index is not None:
            self.column.set_height(index, self._height(index))

    @property
    def reserved(self) -> Mapping[str, int]:
        """The steps that have other rows than those of their text, and how many."""
        return self._reserved

    def _height(self, index: int) -> int:
        return self.head(index) + self.text_rows(index) + 1

    def _guess(self, words: int) -> int:
        return int(words * self._cells_a_word) // self.width + 1

    def _estimate(self) -> None:
        """Give every block its height, exact or guessed."""
        known = self._rows.keys() | self._reserved.keys() | self._paragraphs.keys()
        heights = [
            self._height(index)
            if entry.id in known
            else self._guess(entry.words)
            + 1
            + (len(entry.heading) // self.width + 3 if entry.heading else 0)
            for index, entry in enumerate(self.entries)
        ]
        if self.stream:
            heights.append(self._height(len(self.entries)))
        self.column = Column(heights)
