"""Where the archive gets its texts from: the book, as it is seen from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedText:
    """What the book holds of one step, in its latest revision."""

    step: str
    revision: int
    paragraph: str
    language: str = "en"
    """BCP 47 primary subtag."""


class Source(Protocol):
    """The book, handed in from above.

    The archive first asks for the light keys, and then only for the texts that it lacks, a batch
    at a time, so that a book of ten thousand steps is never in memory as a whole.
    """

    async def revisions(self) -> Mapping[str, int]:
        """The latest revision of every step in the book, by its id, in the order of writing.

        All branches count: what a branch may recall is decided by the path of a query.
        """
        ...

    async def read(self, steps: Sequence[str]) -> Sequence[ArchivedText]:
        """The texts of some steps, in any order; a step that is not in the book is left out."""
        ...
