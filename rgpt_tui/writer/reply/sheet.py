"""The sheet on which the sections of a reply are entered, and which text wins if one repeats.

- Prose that was shown stays: a second paragraph under the same label goes to the remarks.
- Of a memory, a plan, and the rest the last complete one counts: it replaces the earlier one when
  it is whole, and where the reply is cut within it, the earlier one stays.
- Prose without a label, taken for a section by guess, gives way to text under its label.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from rgpt_tui.writer.reply.events import Closed, Reply, Withdrawn, Words
from rgpt_tui.writer.reply.passage import Passage, TitleLine
from rgpt_tui.writer.sections import PROSE, Section

if TYPE_CHECKING:
    from rgpt_tui.writer.reply.events import ReplyEvent

_FIRST_STAYS: Final = PROSE | {Section.TITLE}


class _Entry(Enum):
    PLAIN = 0
    INSTEAD = 1  # Of a guess, as soon as it has words.
    REPLACING = 2  # When it is whole.
    SURPLUS = 3


class Sheet:
    """Enters text under sections and notes the events that tell of it."""

    def __init__(self, *, alone: bool = False) -> None:
        """Args:
        alone: one section was asked for and nothing else.
        """
        self._alone = alone
        self.open: Section | None = None
        self._texts: dict[Section, list[str]] = {}
        self._guessed: set[Section] = set()
        self._remarks: list[str] = []
        self._events: list[ReplyEvent] = []
        self._passage = Passage(prose=False)
        self._entry = _Entry.PLAIN
        self._aside: list[str] = []

    @property
    def begun(self) -> bool:
        """Whether the open section has words."""
        return self._passage.begun

    def has(self, section: Section) -> bool:
        """Whether there is text under a section."""
        return section in self._texts

    def told(self, section: Section) -> str:
        """The text of a section so far."""
        return "".join(self._texts.get(section, ()))

    def guessed(self, section: Section) -> bool:
        """Whether its text stood under no label."""
        return section in self._guessed

    def begin(self, section: Section, *, guess: bool = False) -> None:
        """Close the open section and open another."""
        self.close()
        self.open = section
        is_title = section is Section.TITLE
        self._passage = (
            TitleLine() if is_title else Passage(prose=section in PROSE, alone=self._alone)
        )
        self._entry, self._aside = _Entry.PLAIN, []
        if section not in self._texts:
            (self._guessed.add if guess else self._guessed.discard)(section)
        elif section in self._guessed:
            self._entry = _Entry.INSTEAD
        else:
            self._entry = _Entry.SURPLUS if section in _FIRST_STAYS else _Entry.REPLACING

    def write(self, text: str) -> None:
        """Add text to the open section."""
        if self.open is not None:
            self._take(self.open, self._passage.feed(text))

    def remark(self, text: str) -> None:
        """Note what was said outside of the sections."""
        if text := text.strip():
            self._remarks.append(text)

    def close(self, *, cut: bool = False) -> Section | None:
        """Close the open section.

        Args:
            cut: the reply broke off here.

        Returns:
            The section whose text is not whole, if any.
        """
        section, self.open = self.open, None
        if section is None:
            return None
        text, remark = self._passage.finish(cut=cut)
        self._take(section, text)
        aside = "".join(self._aside)
        self.remark(remark)
        if self._entry is _Entry.SURPLUS or (self._entry is _Entry.REPLACING and cut):
            self.remark(aside)
            return None
        if self._entry is _Entry.REPLACING and aside:
            self._withdraw(section)
            self._tell(section, aside)
        told = aside if self._entry is _Entry.REPLACING else self._entry is _Entry.PLAIN
        if told and not cut and section in self._texts:
            self._events.append(Closed(section))
        return section if cut else None

    def restart(self) -> None:
        """Take back everything: it was thought, not told."""
        self._events.extend(Withdrawn(section) for section in self._texts)
        self.open = None
        self._texts, self._guessed, self._remarks = {}, set(), []

    def events(self) -> list[ReplyEvent]:
        """What has happened since the last call."""
        events, self._events = self._events, []
        return events

    def reply(self, unfinished: Section | None) -> Reply:
        """The sheet as it stands, as the reply."""
        return Reply(
            sections={section: self.told(section) for section in self._texts},
            unfinished=unfinished,
            remarks="\n\n".join(self._remarks),
            events=tuple(self.events()),
        )

    def _take(self, section: Section, text: str) -> None:
        if not text:
            return
        if self._entry in (_Entry.REPLACING, _Entry.SURPLUS):
            self._aside.append(text)
            return
        if self._entry is _Entry.INSTEAD:
            self._withdraw(section)
            self._guessed.discard(section)
            self._entry = _Entry.PLAIN
        self._tell(section, text)

    def _tell(self, section: Section, text: str) -> None:
        self._texts.setdefault(section, []).append(text)
        self._events.append(Words(section, text))

    def _withdraw(self, section: Section) -> None:
        self.remark(self.told(section))
        del self._texts[section]
        self._events.append(Withdrawn(section))
