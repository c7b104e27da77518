"""Paragraphs and sentences of a story, with dialogue in mind."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rgpt_tui.story.boundaries import boundaries
from rgpt_tui.story.language import HAN, KANA, is_cjk

_HEADING: Final = re.compile(r"\s{0,3}#{1,6}(?:\s|$)")
_SCENE_BREAK: Final = re.compile(r"[\s*_~#=•·⁂❦※◆◇○●☆★＊—–-]+")
_BULLET: Final = re.compile(r"\s*(?:[-*+•·・‣◦]\s+|\(?1[.)]\s+|[1１一][、．])(?=\S)")
_MARKER: Final = re.compile(
    r"\s*(?:[-*+•·・‣◦]\s+|\(?\d{1,3}[.)]\s+|(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、．])(?=\S)"
)
_WRAP: Final = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_WIDE: Final = re.compile(f"[{HAN}{KANA}\u2018-\u201f\u2026\u2014\u3000-\u303f\uff00-\uffef]")


class Span(NamedTuple):
    """A stretch of a text, from the offset ``start`` up to, but not including, ``end``."""

    start: int
    end: int


def split_paragraphs(text: str) -> list[str]:
    """Split a text into its paragraphs, without the white space around them.

    A blank line ends a paragraph; so does the start of a list item, or of a line that is indented
    by an ideographic space. A Markdown heading and a scene break (``* * *``) stand alone. Any
    other line break belongs to a hard-wrapped paragraph and is kept in it as it is.
    """
    return [text[span.start : span.end] for span in paragraph_spans(text)]


def split_sentences(text: str, language: str) -> list[str]:
    """Split a text into its sentences, in order; nothing is lost but white space.

    A speech of several sentences is split at each of them, quotation mark or not, and a speech
    tag (``he said``, ``他说``, ``と彼は言った``) stays with the words it belongs to. A sentence
    never reaches over a paragraph's end; a heading, a scene break and a list item, marker
    included, begin anew. Line breaks inside a sentence become a space, or nothing between Chinese
    or Japanese characters. Text without any punctuation is one sentence, however long: who can
    only take so much at once, as an embedder does, has to cut it.

    Args:
        text: Any text.
        language: A BCP 47 tag; it tells which abbreviations do not end a sentence.
    """
    return [
        unwrap(text[span.start : span.end], language) for span in sentence_spans(text, language)
    ]


def sentence_spans(text: str, language: str) -> list[Span]:
    """Where each sentence of a text stands in it, as `split_sentences` splits it."""
    spans = []
    for paragraph in paragraph_spans(text):
        block = text[paragraph.start : paragraph.end]
        skipped = len(list_marker(block))
        start = 0
        for end in [*boundaries(block, skipped, language), len(block)]:
            first = paragraph.start + start + _leading(block[start:end])
            last = paragraph.start + len(block[:end].rstrip())
            if first < last:
                spans.append(Span(first, last))
            start = end
    return spans


def list_marker(block: str) -> str:
    """The marker that a list item begins with (``- `` or ``2. ``), or an empty string."""
    match = None if _SCENE_BREAK.fullmatch(block) else _MARKER.match(block)
    return match.group() if match else ""


def unwrap(sentence: str, language: str) -> str:
    """Undo the line breaks of a hard-wrapped sentence."""

    def joint(match: re.Match[str]) -> str:
        around = (
            sentence[match.start() - 1 : match.start()],
            sentence[match.end() : match.end() + 1],
        )
        wide = is_cjk(language) and all(_WIDE.match(character) for character in around)
        return "" if wide else " "

    return _WRAP.sub(joint, sentence.strip())


def paragraph_spans(text: str) -> list[Span]:
    """Where each paragraph of a text stands in it, as `split_paragraphs` splits it."""
    spans: list[Span] = []
    offset = 0
    taking = False
    """Whether the last paragraph takes further lines."""
    listed = False
    """Whether it is a list item."""
    for line in text.splitlines(keepends=True):
        words = Span(offset + _leading(line), offset + len(line.rstrip()))
        offset += len(line)
        if words.start >= words.end:
            taking = False
            continue
        alone = bool(_HEADING.match(line) or _SCENE_BREAK.fullmatch(line))
        if taking and not alone and not _opens_paragraph(line, listed=listed):
            spans[-1] = Span(spans[-1].start, words.end)
        else:
            spans.append(words)
            listed = bool(list_marker(line))
        taking = not alone
    return spans


def _opens_paragraph(line: str, *, listed: bool) -> bool:
    """Whether a line begins a paragraph though no blank line stands before it.

    As in CommonMark, a number other than 1 begins a list item only after another item, for a
    hard-wrapped line may begin with a year.
    """
    if line.startswith("\u3000"):
        return True
    return bool((_MARKER if listed else _BULLET).match(line))


def _leading(text: str) -> int:
    return len(text) - len(text.lstrip())
