"""Taking one sentence out of a memory, or putting one back; all else stays byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from rgpt_tui.story.language import is_cjk
from rgpt_tui.story.pins import facts_of
from rgpt_tui.story.sentences import Span, list_marker, paragraph_spans, unwrap


@dataclass(frozen=True)
class MemoryText:
    """A short-term memory with its sentences; markers of list items are no part of them."""

    text: str
    language: str

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Where each sentence stands."""
        return _facts(self.text, self.language)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Each sentence on one line, as sentences are compared."""
        return tuple(
            " ".join(unwrap(self.text[slice(*span)], self.language).split()) for span in self.spans
        )

    def without(self, index: int) -> str:
        """The text without one sentence.

        The space that parted it from its neighbour goes with it, and so does the marker of a list
        item that would be left empty.
        """
        text, spans = self.text, self.spans
        if self._joined(index - 1):
            return text[: spans[index - 1].end] + text[spans[index].end :]
        if self._joined(index):
            return text[: spans[index].start] + text[spans[index + 1].start :]
        start, end = self._paragraph(index).start, spans[index].end
        before = spans[index - 1].end if index else start
        after = self._paragraph(index + 1).start if index < len(spans) - 1 else len(text)
        if index == len(spans) - 1 or (
            index and text.count("\n", end, after) > text.count("\n", before, start)
        ):
            # The wider of two gaps stays: across a single line break, paragraphs would run on.
            return text[:before] + text[end:]
        return text[:start] + text[after:]

    def with_one(self, source: MemoryText, origin: int, place: int) -> str:
        """The text with a sentence of another version of it.

        Where it has the same neighbour here as there, what stands between the two is as it is
        there: a space, a line break, or the marker of a list item.

        Args:
            source: the version that the sentence stands in.
            origin: its number there.
            place: how many sentences of this text are to stand before it.
        """
        said = source.text[slice(*source.spans[origin])]
        if not self.spans:
            return list_marker(source.text[slice(*source._paragraph(origin))]) + said
        before = source._same(origin - 1, self, place - 1)
        after = source._same(origin + 1, self, place)
        if before and after:
            between = source.text[source.spans[origin - 1].end : source.spans[origin + 1].start]
            return (
                self.text[: self.spans[place - 1].end]
                + between
                + self.text[self.spans[place].start :]
            )
        if before and source._joined(origin - 1):
            return self._behind(source, origin, place)
        if after and source._joined(origin):
            start = self.spans[place].start
            between = source.text[source.spans[origin].start : source.spans[origin + 1].start]
            return self.text[:start] + between + self.text[start:]
        if after and (place == 0 or not self._joined(place - 1)):
            start = self._paragraph(place).start
            ours = source._paragraph(origin).start
            if origin and source._joined(origin - 1):
                ours = source.spans[origin].start
            between = source.text[ours : source._paragraph(origin + 1).start]
            return self.text[:start] + between + self.text[start:]
        if before:
            return self._behind(source, origin, place)
        return self._among_strangers(said, place)

    def _behind(self, source: MemoryText, origin: int, place: int) -> str:
        """With a sentence behind the one that it stands behind in its source too."""
        end = self.spans[place - 1].end
        between = source.text[source.spans[origin - 1].end : source.spans[origin].end]
        return self.text[:end] + between + self.text[end:]

    def _among_strangers(self, said: str, place: int) -> str:
        """With a sentence whose neighbours are others than they were: in the form found here."""
        neighbour = place - 1 if place else 0
        paragraph = self._paragraph(neighbour)
        marker = list_marker(self.text[slice(*paragraph)])
        if place:
            joint = f"\n{marker}" if marker else self._gap()
            end = self.spans[neighbour].end
            return self.text[:end] + joint + said + self.text[end:]
        if marker:
            return self.text[: paragraph.start] + f"{marker}{said}\n" + self.text[paragraph.start :]
        start = self.spans[0].start
        return self.text[:start] + said + self._gap() + self.text[start:]

    def _gap(self) -> str:
        return "" if is_cjk(self.language) else " "

    def _same(self, index: int, other: MemoryText, place: int) -> bool:
        """Whether a sentence here and one of another version read the same, if there are both."""
        return (
            0 <= index < len(self.spans)
            and 0 <= place < len(other.spans)
            and self.sentences[index] == other.sentences[place]
        )

    def _joined(self, index: int) -> bool:
        """Whether a sentence has one after it in the same paragraph."""
        return 0 <= index < len(self.spans) - 1 and self._paragraph(index) == self._paragraph(
            index + 1
        )

    def _paragraph(self, index: int) -> Span:
        """The paragraph that a sentence stands in."""
        start = self.spans[index].start
        return next(each for each in self._paragraphs if each.start <= start < each.end)

    @cached_property
    def _paragraphs(self) -> tuple[Span, ...]:
        return tuple(paragraph_spans(self.text))


@lru_cache(maxsize=8)
def _facts(text: str, language: str) -> tuple[Span, ...]:
    """As `facts_of`; with each key typed, the memory is held against the same ones."""
    return tuple(facts_of(text, language))
