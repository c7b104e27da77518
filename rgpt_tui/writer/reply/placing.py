"""Deciding under which section text goes: below its label, as an item of a list, or by guess."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.writer.reply.listing import Listing
from rgpt_tui.writer.reply.preamble import Preamble
from rgpt_tui.writer.sections import OPENINGS, PLANS, PROSE, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rgpt_tui.writer.reply.acceptance import Meaning
    from rgpt_tui.writer.reply.labels import Label
    from rgpt_tui.writer.reply.sheet import Sheet

_ENOUGH: Final = 300
"""So many characters without a label are taken for a section where several are expected."""
_LONGEST_TITLE: Final = 80


class Placing:
    """Puts text on the sheet. Where no section is open, a preamble takes it."""

    def __init__(self, expected: Sequence[Section], sheet: Sheet) -> None:
        self._expected = tuple(expected)
        self._sheet = sheet
        # Asked for plans alone, a model may well list them and leave out every label.
        series = next((each for each in (PLANS, OPENINGS) if {*expected} <= {*each}), ())
        self._listing = Listing(self._expected) if series and len(expected) > 1 else None
        self._by_guess = False  # No label opened the open section.
        self._preamble = self._await_section()

    @property
    def open(self) -> Section | None:
        """The open section."""
        return self._sheet.open

    @property
    def following(self) -> Section | None:
        """The plan whose label may stand in mid-line: the one after the open plan."""
        if self._by_guess:
            return None
        number = PLANS.index(self.open) + 1 if self.open in PLANS else len(PLANS)
        return PLANS[number] if number < len(PLANS) else None

    @property
    def list_item(self) -> Callable[[str], str | None] | None:
        """Gives the text of the next item where its mark stands, within a list that has marks."""
        listing = self._listing
        return listing.item if listing and listing.next and not listing.by_gaps else None

    def enter(self, label: Label, meaning: Meaning) -> None:
        """Open what a label stands for."""
        again = meaning.target is self.open and label.numbered and not self._by_guess
        if again and self.open is Section.PARAGRAPH:
            return  # The one paragraph that was asked for comes as several, with numbers.
        self._settle(dropped=meaning.sections)
        if isinstance(meaning.target, tuple):
            self._sheet.close()
            known = self._listing
            if not (known and known.series == meaning.target and known.begun and known.next):
                self._listing = Listing(meaning.target)
            self._preamble = self._await_section()
        else:
            self._listing = None
            self.begin(meaning.target, guess=meaning.guess)
        if label.heading:
            self.write(f"{label.heading}: ")

    def begin(self, section: Section, *, guess: bool = False) -> None:
        """Open a section."""
        listing = self._listing
        if listing is not None and listing.next is section:
            listing.begin_next()
        else:
            self._listing = None
        self._by_guess = False
        self._sheet.begin(section, guess=guess)

    def leave(self) -> None:
        """Close the open section: its closing tag has come. What follows is outside of all."""
        self._settle()
        self._sheet.close()
        self._preamble = Preamble(enough=None)

    def item(self, line: str, *, after_gap: bool) -> str:
        """Begin the next item of a list if the line, which has no label, begins it.

        Returns:
            The line without the mark of the item.
        """
        listing = self._listing
        if listing is None:
            return line
        first = listing.series[0]
        if listing.by_gaps and first is self.open and self._sheet.told(first)[-1:] in (":", "："):
            # What was taken for the first item was an introduction to the list.
            self._listing = listing = Listing(listing.series)
        section = listing.next
        if section is None or not line.strip():
            return line
        item = None if listing.by_gaps else listing.item(line)
        if item is not None:
            self._settle(dropped=(section,))
            self.begin(section)
            return item
        if listing.by_gaps and after_gap:
            self.begin(section, guess=True)
        return line

    def write(self, text: str) -> None:
        """Put text under the open section, or hold it until it is known where it belongs."""
        if self.open is None:
            text = self._preamble.feed(text)
            if text:
                self._guess()
        if text:
            self._sheet.write(text)

    def end_line(self) -> None:
        """Take the end of a line; a title ends with its line."""
        if self.open is Section.TITLE and self._sheet.begun:
            self._sheet.close()
            self._preamble = self._await_section()
        self.write("\n")

    def drop_preamble(self) -> None:
        """Take for a preamble whatever has come so far under no label."""
        self._sheet.remark(self._preamble.remarks())

    def remark(self, text: str) -> None:
        """Note what is no text of any section."""
        self._sheet.remark(text)

    def close(self, *, cut: bool) -> Section | None:
        """Take the end of the reply; give back the section that is not whole."""
        self._settle(cut=cut)
        return self._sheet.close(cut=cut)

    # Text that stands under no label.

    def _unlabelled(self) -> Section | None:
        """The section that text without a label is likely to be."""
        if self._listing is not None:
            return self._listing.next
        return next((each for each in self._expected if not self._sheet.has(each)), None)

    def _await_section(self) -> Preamble:
        if self._unlabelled() is None:
            return Preamble(enough=None)
        at_once = self._listing is not None or len(self._expected) == 1
        return Preamble(
            enough=0 if at_once else _ENOUGH,
            passage_alone=len(self._expected) == 1 and self._expected[0] in PROSE,
        )

    def _guess(self) -> None:
        section = self._unlabelled()
        self.remark(self._preamble.remarks())
        if section is not None:
            if self._listing is not None:
                self._listing.by_gaps = True
            self.begin(section, guess=True)
            self._by_guess = True

    def _settle(self, *, dropped: Sequence[Section] = (), cut: bool = False) -> None:
        """Decide on text without a label, now that a label or the end has come.

        Args:
            dropped: what the label opens: text before the label of the very section that it
                would else be taken for is a preamble.
            cut: the end is where the reply broke off.
        """
        if self.open is not None:
            return
        section = self._unlabelled()
        if section is not None and section not in dropped:
            text = self._preamble.let_go(cut=cut)
            if section is Section.TITLE and not _may_be_title(text):
                self.remark(text)
            elif text.strip():
                self._guess()
                self._sheet.write(text)
                return
        self.remark(self._preamble.remarks())


def _may_be_title(text: str) -> bool:
    text = text.strip()
    return len(text) <= _LONGEST_TITLE and "\n" not in text and text[-1:] not in ".!:。！：…"
