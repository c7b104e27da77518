"""A book in memory for the archive to read, a watch on the embedder, and ways to ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rgpt_tui.archive.query import Cue, Recall, RecallQuery
from rgpt_tui.archive.source import ArchivedText
from rgpt_tui.story.records import Position

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rgpt_tui.archive.archive import Archive
    from rgpt_tui.archive.embedder import Embedder
    from rgpt_tui.archive.query import Progress

VILLAGE = {
    "ferry": "Agnes rowed the ferry across before dawn. She had hidden a brass key under the third "
    "plank. Nobody on the river knew that she could not swim.",
    "mill": "The miller ground no corn that autumn. His wheel had frozen in the first frost. He "
    "sat in the kitchen and carved spoons.",
    "chapel": "Father Ostrander rang the bell at noon. The rope was worn to a thread. He asked the "
    "smith for a chain, and the smith laughed.",
    "market": "A stranger sold oranges in the square. They were the first that the children had "
    "ever seen. He took no money, only stories.",
}
"""A village of four short steps."""


@dataclass
class Book:
    """A book in memory."""

    texts: dict[str, ArchivedText] = field(default_factory=dict)
    reads: int = 0

    def write(self, step: str, paragraph: str, language: str = "en") -> None:
        """Write a step, or a new revision of it."""
        old = self.texts.get(step)
        self.texts[step] = ArchivedText(
            step=step,
            revision=old.revision + 1 if old else 1,
            paragraph=paragraph,
            language=language,
        )

    async def revisions(self) -> Mapping[str, int]:
        return {step: text.revision for step, text in self.texts.items()}

    async def read(self, steps: Sequence[str]) -> Sequence[ArchivedText]:
        self.reads += len(steps)
        return [self.texts[step] for step in steps if step in self.texts]

    def path(self, *steps: str) -> dict[str, Position]:
        """The steps that are named, or all, as a branch."""
        return {
            step: Position(number=number)
            for number, step in enumerate(steps or tuple(self.texts), start=1)
        }


@dataclass
class Recorder:
    """The real embedder, with a record of what it was asked to embed."""

    real: Embedder
    name: str = "minilm"
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dimensions = self.real.dimensions
        self.unrelated = self.real.unrelated

    def speaks(self, language: str) -> bool:
        return self.real.speaks(language)

    def fits(self, text: str) -> bool:
        return self.real.fits(text)

    async def embed(self, texts: Sequence[str]) -> NDArray[float32]:
        vectors = await self.real.embed(texts)
        self.asked += texts
        return vectors

    def close(self) -> None:
        """The real one is shared."""


async def catch_up(archive: Archive) -> list[Progress]:
    """Catch up to the end."""
    return [progress async for progress in archive.catch_up()]


async def ask(archive: Archive, book: Book, text: str, **changes: Any) -> Recall:
    """Recall by one text, along all of the book unless told otherwise."""
    query = {"cues": (Cue(text=text),), "path": book.path(), **changes}
    return await archive.recall(RecallQuery(**query))


def steps(recall: Recall) -> list[str]:
    """The steps of the hits."""
    return [hit.step for hit in recall.hits]


def everything(recall: Recall) -> list[str]:
    """The steps of hits and near misses."""
    return [each.step for each in (*recall.hits, *recall.near_misses)]
