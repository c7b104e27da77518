"""Reading labelled text: a state machine over the lines of a reply.

The head of each line is held until it is known whether it is a label; the rest of the line flows.
In the flow two things are looked for: a closing tag, and the next of a series of plans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rgpt_tui.writer.reply.flow import Flow, Stop
from rgpt_tui.writer.reply.json_reply import begins_json
from rgpt_tui.writer.reply.labels import LONGEST, UNDECIDED, Label, recognise
from rgpt_tui.writer.reply.placing import Placing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.writer.reply.acceptance import Acceptance
    from rgpt_tui.writer.reply.sheet import Sheet
    from rgpt_tui.writer.sections import Section

_LONGEST_HEADLINE: Final = 120
"""How far behind a label the mark that it opened may be closed: ``**Plan 1: The Storm**``."""


class LabelledText:
    """Enters labelled text on a sheet as it comes.

    Args:
        expected: the sections that were asked for.
        acceptance: decides what is a label.
        sheet: takes up the text.
    """

    def __init__(self, expected: Sequence[Section], acceptance: Acceptance, sheet: Sheet) -> None:
        self._acceptance = acceptance
        self._placing = Placing(expected, sheet)
        self._met_json = False
        self._head: str | None = ""  # The beginning of a line, while it may be a label.
        self._flow = Flow()  # The rest of the line.
        self._after_gap = True
        self._blank = True

    def feed(self, text: str) -> str:
        r"""Take more of the reply, with line ends as ``\n``.

        Returns:
            What was not read because JSON begins with it; nothing as a rule.
        """
        first, *others = text.split("\n")
        self._read(first)
        for index, line in enumerate(others):
            if not self._met_json:
                self._end_line()
            if self._met_json:
                return "\n".join([self._head or "", *others[index:]])
            self._read(line)
        return (self._head or "") if self._met_json else ""

    def close(self, *, cut: bool) -> Section | None:
        """Take the end of the reply; give back the section that is not whole.

        Args:
            cut: the reply broke off here.
        """
        if cut:
            # Half a label is no text of any section.
            text, fragment = self._flow.take_cut()
            self._placing.write(text)
            self._placing.remark(self._head or fragment)
            self._head = None
        self._read("", ended=True)
        if self._met_json:
            self._placing.remark(self._head or "")
        return self._placing.close(cut=cut)

    def _end_line(self) -> None:
        self._read("", ended=True)
        if self._met_json:
            return
        self._placing.end_line()
        self._after_gap, self._blank = self._blank, True
        self._head = ""

    def _read(self, text: str, *, ended: bool = False) -> None:
        """Read on in a line; a head may follow in mid-line, behind a tag or the label of a list."""
        if self._head is not None:
            self._head += text
        while True:
            if self._head is None:
                self._let_flow(text, ended=ended)
                if self._head is None:
                    return
            rest = self._read_head(ended=ended)
            if rest is None:
                return
            text = rest

    def _read_head(self, *, ended: bool) -> str | None:
        """Decide on the head of a line, if that is possible by now.

        Returns:
            Text that is to flow; None as long as nothing can be decided.
        """
        head = self._head or ""
        if self._placing.open is None:
            json = begins_json(head, ended=ended)
            if json is True:
                self._met_json = True
                self._placing.drop_preamble()
            if json is not False:
                return None
        found = recognise(head[:LONGEST], ended=ended)
        text = None if found is UNDECIDED else _text_after(found, head, ended=ended)
        if found is UNDECIDED or text is None:
            return None
        self._head = None
        self._blank = self._blank and not head.strip()
        if found is not None and not found.targets:
            return text
        if found is not None and self._obey(found, text):
            return "" if self._head is not None else text
        return self._placing.item(head, after_gap=self._after_gap)

    def _obey(self, label: Label, text: str) -> bool:
        """Open what a label stands for, unless it is none; `text` is what follows it."""
        meaning = self._acceptance.accept(label, after_gap=self._after_gap)
        if meaning is None:
            return False
        if label.closing:
            self._placing.leave()
        else:
            self._placing.enter(label, meaning)
        if label.closing or isinstance(meaning.target, tuple) or label.key.startswith("output"):
            self._begin_head(text)
        return True

    def _begin_head(self, text: str) -> None:
        """Look for a label in mid-line."""
        self._head, self._after_gap = text, True

    def _let_flow(self, text: str, *, ended: bool) -> None:
        stop: Stop | None = Stop.NEXT
        while stop is Stop.NEXT:
            following = self._placing.following
            ready, stop = self._flow.feed(
                text, following=following, item=self._placing.list_item, ended=ended
            )
            self._placing.write(ready)
            if stop is Stop.NEXT and following is not None:
                self._placing.begin(following)
            text = ""
        if stop is Stop.TAG:
            self._placing.leave()
            self._begin_head(self._flow.take_rest())


def _text_after(label: Label | None, head: str, *, ended: bool) -> str | None:
    """The text behind a label, without a mark that it left open; None while that may come."""
    text = head[label.end :] if label is not None else head
    if label is None or not label.owed:
        return text
    near, far = text[:_LONGEST_HEADLINE], text[_LONGEST_HEADLINE:]
    if label.owed in near:
        return near.replace(label.owed, "", 1) + far
    return text if ended or len(text) >= _LONGEST_HEADLINE else None
