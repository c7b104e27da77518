"""What is told of the versions of a step: a line of each, and the text of one with its changes."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.authors import Author
from rgpt_tui.story.differences import Fate, Piece, difference
from rgpt_tui.studio.prose.cleaning import clean
from rgpt_tui.studio.when import when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rgpt_tui.story.history import StoredRevision
    from rgpt_tui.story.records import Text
    from rgpt_tui.studio.history.reading import Versions

Span = tuple[str, str]
"""A text, and how it looks: a name of a style of `ReadingView`, or empty."""

PARTS: Final = {
    "heading": "chapter",
    "paragraph": "paragraph",
    "memory": "memory",
    "plans": "plans",
    "rationale": "reason",
    "pinned": "locks",
}
"""The parts of a text by what a writer calls them, in the order in which they are read."""
AROUND: Final = {Fate.KEPT: ("", ""), Fate.DROPPED: ("[−", "−]"), Fate.ADDED: ("[+", "+]")}
"""Signs around what was changed, for who sees no colours."""


class Against(Enum):
    """What a version is compared with."""

    BEFORE = "compared with the one before it"
    PRESENT = "compared with the one that counts: + would come back, − would go"
    NOTHING = "as it was, without marks"

    @property
    def following(self) -> Against:
        """The next one in turn."""
        ways = list(Against)
        return ways[(ways.index(self) + 1) % len(ways)]


def line_of(versions: Versions, at: int) -> str:
    """A version in a line: its number, when it was made, by whom, and what of it is new."""
    revision = versions.revisions[at]
    counts = "counts now · " if at == len(versions.revisions) - 1 else ""
    return (
        f"{revision.number} · {counts}{when(revision.created)} · {by_whom(revision)}"
        f" · {_news(versions, at)}"
    )


def by_whom(revision: StoredRevision) -> str:
    """Who made a version."""
    told = {
        Author.MODEL: f"the model {clean(revision.model)}".rstrip(),
        Author.WRITER: "you",
        Author.DRAFT: "your draft",
        None: "you or the model",
    }
    return told[revision.author]


def base_of(versions: Versions, at: int, against: Against) -> int | None:
    """The index of the version that one is compared with; None where there is none."""
    if against is Against.BEFORE:
        return at - 1 if at else None
    last = len(versions.revisions) - 1
    return last if against is Against.PRESENT and at != last else None


def spans_of(versions: Versions, at: int, against: Against) -> list[Span]:
    """The text of a version, with what was changed in it marked; takes a moment for a long one."""
    text = versions.revisions[at].text
    base = base_of(versions, at, against)
    before = text if base is None else versions.revisions[base].text
    spans: list[Span] = []
    for part, name in PARTS.items():
        old, new = _words(before, part), _words(text, part)
        if not (old or new) or (part == "pinned" and old == new):
            continue
        if spans:
            spans.append(("\n\n", ""))
        if part != "paragraph":
            spans.append((f"{name[0].upper()}{name[1:]}\n", "title"))
        spans += _marked(difference(old, new))
    return spans


def _marked(pieces: tuple[Piece, ...]) -> Iterator[Span]:
    for piece in pieces:
        before, after = AROUND[piece.fate]
        text = clean(piece.text)
        core = text.rstrip()
        # The white space behind a change is no part of it.
        style = "" if piece.fate is Fate.KEPT else piece.fate.value
        yield f"{before}{core}{after}", style
        if text != core:
            yield text[len(core) :], ""


def _words(text: Text, part: str) -> str:
    value: str | tuple[str, ...] = getattr(text, part)
    if isinstance(value, str):
        return value.strip()
    if part == "plans":
        return "\n\n".join(f"{number}. {each}" for number, each in enumerate(value, start=1))
    return "\n".join(value)


def _news(versions: Versions, at: int) -> str:
    revisions = versions.revisions
    if not at:
        return "as it was written"
    text = revisions[at].text
    for earlier in revisions[: at - 1]:
        if earlier.text == text:
            return f"as {earlier.number} again"
    before = revisions[at - 1].text
    changed = [name for part, name in PARTS.items() if getattr(text, part) != getattr(before, part)]
    return ", ".join(changed)
