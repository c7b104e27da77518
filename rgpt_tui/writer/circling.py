"""Text that goes in circles: a model that has lost its way says the same again and again.

It would go on until its last token, all of it paid for. Two signs are sure enough: several
sentences in a row that the section has said before, and a few words over and over without any end
of a sentence. A refrain is neither.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from rgpt_tui.story.language import is_cjk
from rgpt_tui.story.measures import count_words
from rgpt_tui.story.sentences import sentence_spans

SENTENCES: Final = 6
"""So many sentences in a row that were said before are a circle, if they are no mere cries."""
WORDS: Final = 30
"""Words that these have together at least."""
CHARACTERS: Final = 60
"""The same where words are counted by characters."""
LONGEST_PERIOD: Final = 60
"""Characters of the few words that come over and over."""
STUCK: Final = 300
"""Characters without the end of a sentence that these fill."""
LOOK_EVERY: Final = 80
"""Characters between two looks; each takes the text that has no end yet."""


class Circling:
    """Watches the words of one section as they come."""

    def __init__(self, language: str) -> None:
        self.good: int | None = None
        """How many characters were good, once it goes in circles."""
        self._language = language
        self._least = CHARACTERS if is_cjk(language) else WORDS
        self._open = ""  # What is not known to be whole sentences yet.
        self._at = 0  # Where in the section that begins.
        self._looked = 0
        self._said: set[str] = set()
        self._again: list[str] = []
        self._from = 0  # Where the sentences begin that were said before.

    def feed(self, text: str) -> bool:
        """Take more words; say whether they go in circles by now."""
        self._open += text
        if self.good is None and len(self._open) - self._looked >= LOOK_EVERY:
            self._look()
            self._looked = len(self._open)
        return self.good is not None

    def _look(self) -> None:
        spans = sentence_spans(self._open, self._language)
        for span, following in pairwise(spans):
            self._take(self._open[span.start : following.start], self._at + span.start)
            if self.good is not None:
                return
        last = spans[-1].start if spans else 0
        self._open, self._at = self._open[last:], self._at + last
        if len(self._open) > STUCK and (good := _before_stuck(self._open)) is not None:
            self.good = self._at + good

    def _take(self, sentence: str, at: int) -> None:
        key = "".join(character for character in sentence.casefold() if character.isalnum())
        if not key:
            return
        if key not in self._said:
            self._said.add(key)
            self._again = []
            return
        if not self._again:
            self._from = at
        self._again.append(sentence)
        words = sum(count_words(each, self._language) for each in self._again)
        if len(self._again) >= SENTENCES and words >= self._least:
            self.good = self._from


def _before_stuck(text: str) -> int | None:
    """How much of a text is good whose end is a few words over and over; None if it is not."""
    end = text[-STUCK:]
    for period in range(1, LONGEST_PERIOD + 1):
        if end[period:] == end[:-period]:
            start = len(text) - STUCK
            while start > 0 and text[start - 1] == text[start - 1 + period]:
                start -= 1
            # Said once, they may well belong to the text.
            return start + period
    return None
