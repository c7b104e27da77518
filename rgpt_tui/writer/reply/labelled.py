"""Reading labelled text: a state machine over the lines of a reply.

The head of each line is held until it is known whether it is a label; the rest of the line flows.
In the flow two things are looked for: a closing tag, and the next of a series of plans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.writer.reply.acceptance import Acceptance
from rgpt_tui.writer.reply.flow import Flow
from rgpt_tui.writer.reply.labels import LONGEST, Label, Undecided, recognise
from rgpt_tui.writer.reply.listing import Listing
from rgpt_tui.writer.reply.preamble import ENOUGH, Preamble
from rgpt_tui.writer.sections import PLANS, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.writer.reply.sheet import Sheet
    from rgpt_tui.writer.sections import Series

_LONGEST_HEADLINE: Final = 120
_LONGEST_TITLE: Final = 80


class LabelledText:
    """Enters labelled text on a sheet as it comes."""

    def __init__(self, expected: Sequence[Section], language: str, sheet: Sheet) -> None:
        self._expected = tuple(expected)
        self._acceptance = Acceptance(expected, language, sheet)
        self._sheet = sheet
        self._head: str | None = ""  # The line's beginning, while it may be a label.
        self._flow = Flow()  # The rest of the line.
        self._after_gap = True
        self._blank = True
        self._listing: Listing | None = None
        self._preamble: Preamble | None = self._new_preamble()

    def feed(self, text: str) -> None:
        r"""Take more of the reply, with line ends as ``\n``."""
        first, *others = text.split("\n")
        self._take(first)
        for line in others:
            self._end_line()
            self._take(line)

    def close(self, *, cut: bool) -> Section | None:
        """Take the end of the reply; give back the section that is not whole."""
        if cut and self._sheet.open is not None:
            # Half a label is no text of the section before it.
            self._sheet.remark(self._head or self._flow.take_rest())
            self._head = None
        self._finish_line()
        self._settle_preamble(cut=cut)
        return self._sheet.close(cut=cut)

    @property
    def unread_line(self) -> str | None:
        """The line so far, where no label has come yet and so JSON may begin."""
        return self._head if self._sheet.open is None else None

    def _new_preamble(self) -> Preamble:
        return Preamble(enough=ENOUGH if len(self._expected) > 1 else 0)

    def _take(self, text: str) -> None:
        if self._head is None:
            self._let_flow(text)
        else:
            self._head += text
            self._read_head(ended=False)

    def _end_line(self) -> None:
        self._finish_line()
        if self._sheet.open is Section.TITLE and self._sheet.has(Section.TITLE):
            self._sheet.close()
            self._preamble = self._new_preamble()
        self._write("\n")
        self._after_gap, self._blank = self._blank, True
        self._head = ""

    def _finish_line(self) -> None:
        if self._head is not None:
            self._read_head(ended=True)
        self._let_flow("", ended=True)

    def _read_head(self, *, ended: bool) -> None:
        while self._head is not None:
            head = self._head
            found = recognise(head[:LONGEST], ended=ended)
            if isinstance(found, Undecided):
                return
            if found is not None and found.owed:
                rest = head[found.end : found.end + _LONGEST_HEADLINE]
                if not ended and found.owed not in rest and len(rest) < _LONGEST_HEADLINE:
                    return
            self._head = None
            if found is None:
                self._read_unlabelled(head)
                return
            rest = head[found.end :].replace(found.owed, "", 1) if found.owed else head[found.end :]
            if not found.targets:
                self._let_flow(rest)
                return
            target = self._acceptance.target(found, after_gap=self._after_gap)
            if target is None:
                self._read_unlabelled(head)
                return
            self._enter(found, target)
            if found.closing or isinstance(target, tuple) or found.key.startswith("output"):
                self._head = rest
                self._after_gap = True
            else:
                self._let_flow(rest)

    def _enter(self, label: Label, target: Section | Series) -> None:
        self._blank = False
        if label.closing:
            self._close_tag()
            return
        self._settle_preamble(cut=False, dropped=target)
        if isinstance(target, tuple):
            self._sheet.close()
            known = self._listing
            if known is None or known.series != target or not known.begun or known.next is None:
                self._listing = Listing(target)
            self._preamble = Preamble(enough=0)
            return
        self._begin(target)

    def _begin(self, section: Section) -> None:
        listing = self._listing
        if listing is not None and listing.next == section:
            listing.begin_next()
        elif listing is not None:
            self._listing = None
        self._sheet.begin(section)

    def _close_tag(self) -> None:
        self._settle_preamble(cut=False)
        self._sheet.close()
        self._preamble = Preamble(enough=None)

    def _read_unlabelled(self, head: str) -> None:
        listing = self._listing
        if listing is not None and listing.next is not None:
            mark = None if listing.by_gaps else listing.mark(head)
            if mark is not None:
                head = head[mark:]
                self._settle_preamble(cut=False, dropped=listing.next)
                self._begin(listing.next)
            elif listing.by_gaps and self._after_gap and head.strip():
                self._begin(listing.next)
        self._let_flow(head)

    def _let_flow(self, text: str, *, ended: bool = False) -> None:
        while True:
            listing = self._listing if self._listing and not self._listing.by_gaps else None
            ready, stop = self._flow.feed(
                text,
                following=self._following(),
                mark=listing.mark if listing and listing.next else None,
                ended=ended,
            )
            self._write(ready)
            if stop is None:
                return
            text = ""
            following = self._following()
            if stop.closing:
                self._close_tag()
                self._head = self._flow.take_rest()
                self._read_head(ended=ended)
                return
            if following is not None:
                self._begin(following)

    def _following(self) -> Section | None:
        """The plan whose label may stand in mid-line: the one after the open plan."""
        number = PLANS.index(self._sheet.open) + 1 if self._sheet.open in PLANS else len(PLANS)
        return PLANS[number] if number < len(PLANS) else None

    def _write(self, text: str) -> None:
        if not text:
            return
        self._blank = self._blank and not text.strip()
        if self._sheet.open is None and self._preamble is not None:
            text = self._preamble.feed(text)
            if text:
                self._guess()
        self._sheet.write(text)

    # Text that stands under no label.

    def _guess(self) -> None:
        """Open the section that text without a label is likely to be."""
        listing, section = self._listing, self._unlabelled()
        if listing is not None and listing.next is not None:
            listing.by_gaps = True
            listing.begin_next()
        if section is not None:
            self._set_aside_preamble()
            self._sheet.begin(section, guess=True)

    def _unlabelled(self) -> Section | None:
        if self._listing is not None and self._listing.next is not None:
            return self._listing.next
        return next((each for each in self._expected if not self._sheet.has(each)), None)

    def _settle_preamble(self, *, cut: bool, dropped: Section | Series | None = None) -> None:
        """Decide on text without a label now that a label or the end has come.

        Args:
            cut: the end is where the reply broke off.
            dropped: the section that a label opens: text before the label of the very section
                that it would else be taken for is a preamble.
        """
        if self._preamble is None or self._sheet.open is not None:
            return
        section = self._unlabelled()
        if (
            section is not None
            and section != dropped
            and section not in (dropped if isinstance(dropped, tuple) else ())
        ):
            text = self._preamble.let_go(cut=cut)
            if section is Section.TITLE and not _is_title(text):
                self._sheet.remark(text)
            elif text.strip():
                self._guess()
                self._sheet.write(text)
        self._set_aside_preamble()

    def _set_aside_preamble(self) -> None:
        if self._preamble is not None:
            self._sheet.remark(self._preamble.remarks())
            self._preamble = None


def _is_title(text: str) -> bool:
    text = text.strip()
    return len(text) <= _LONGEST_TITLE and "\n" not in text and text[-1:] not in ".!:。！：…"
