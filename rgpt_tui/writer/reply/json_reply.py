"""Reading a reply that is JSON, though labelled text was asked for.

Strings at the top level are told as they come. With the first value of another kind the rest is
collected and read at the end, by json-repair where it is cut or broken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from rgpt_tui.writer.reply.json_strings import split_string
from rgpt_tui.writer.reply.json_values import parse_all, sections_in
from rgpt_tui.writer.reply.labels import UNDECIDED, Undecided
from rgpt_tui.writer.sections import Section, name_key, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rgpt_tui.writer.reply.acceptance import Acceptance
    from rgpt_tui.writer.reply.sheet import Sheet

_BEGINNING: Final = re.compile(r"\s*(?:\{\s*(?:[\"']|\w{1,30}\s*:)|\[\s*[\[{\"'])")
_BEGINNING_BEGUN: Final = re.compile(r"\s*(?:\{\s*(?:\w{1,30}\s*)?|\[\s*)?\Z")
_BEGINNING_ALONE: Final = re.compile(r"\s*\{\s*\Z")
_KEY: Final = re.compile(r"\s*[{,]\s*\"([^\"\\\n]{1,60})\"\s*:\s*\"")
_KEY_BEGUN: Final = re.compile(r"\s*(?:[{,]\s*(?:\"(?:[^\"\\\n]{0,60}(?:\"\s*(?::\s*)?)?)?)?)?\Z")


def begins_json(line: str, *, ended: bool) -> bool | Literal[Undecided.UNDECIDED]:
    """Whether JSON begins with this line.

    Args:
        line: the line as far as it has come.
        ended: whether it is whole.
    """
    if _BEGINNING.match(line) or (ended and _BEGINNING_ALONE.match(line)):
        return True
    return UNDECIDED if not ended and _BEGINNING_BEGUN.match(line) else False


class JsonText:
    """Enters the sections of a JSON reply on a sheet.

    Args:
        expected: the sections that were asked for.
        acceptance: knows what a key stands for.
        sheet: takes up the text.
    """

    def __init__(self, expected: Sequence[Section], acceptance: Acceptance, sheet: Sheet) -> None:
        self._expected = tuple(expected)
        self._acceptance = acceptance
        self._sheet = sheet
        self._all: list[str] = []
        self._found = False
        self._text = ""
        self._in_string = False
        self._unnamed = [""]  # Strings whose keys stand for no section.
        self._rest: list[str] | None = None  # What is read at the end.

    def feed(self, text: str) -> None:
        """Take more of the reply."""
        self._all.append(text)
        if self._rest is None:
            self._text += text
            self._read_flat(ended=False)
        else:
            self._rest.append(text)

    def close(self, *, cut: bool) -> Section | None:
        """Take the end of the reply; give back the section that is not whole, if any.

        Args:
            cut: the reply broke off here.
        """
        self._read_flat(ended=True)
        unfinished = self._sheet.close(cut=cut)
        values, whole, remark = parse_all("".join(self._rest or ()))
        sections = list(sections_in(values, self._acceptance))
        unnamed = max(self._unnamed, key=len)
        if not self._found and not sections and unnamed and len(self._expected) == 1:
            # Whatever it calls it, it is what was asked for.
            sections, whole = [(self._expected[0], unnamed)], self._rest is not None
        for section, text in sections:
            self._sheet.close()
            self._enter(section)
            self._sheet.write(text)
        if sections:
            unfinished = self._sheet.close(cut=cut and not whole)
        self._sheet.remark(remark if self._found else "".join(self._all))
        return unfinished

    def _enter(self, section: Section) -> None:
        self._found = True
        self._sheet.begin(section)

    def _read_flat(self, *, ended: bool) -> None:
        while self._rest is None:
            if self._in_string:
                text, self._text, closed = split_string(self._text, ended=ended)
                self._write(text)
                if not closed:
                    return
                self._in_string = False
                self._sheet.close()
            elif key := _KEY.match(self._text):
                self._text = self._text[key.end() :]
                self._in_string = True
                self._begin(key[1])
            elif ended or not _KEY_BEGUN.match(self._text):
                self._rest, self._text = [self._text], ""
            else:
                return

    def _begin(self, key: str) -> None:
        targets = named(name_key(key))
        meaning = self._acceptance.meaning(targets) if targets else None
        if meaning is None:
            self._unnamed.append("")
        else:
            self._enter(meaning.sections[0])

    def _write(self, text: str) -> None:
        if self._sheet.open is None:
            self._unnamed[-1] += text
        else:
            self._sheet.write(text)
