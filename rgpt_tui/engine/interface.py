"""What an engine does for one story, wherever it runs: in this process, or behind the pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from rgpt_tui.archive.query import Recall
    from rgpt_tui.engine.events import Progress
    from rgpt_tui.engine.forecast import Forecast
    from rgpt_tui.engine.next_prompt import NextPrompt
    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.story.memory import MemoryLimit
    from rgpt_tui.story.records import Passage, Plan
    from rgpt_tui.writer.events import Event


class StoryEngine(Protocol):
    """One story at work. Errors are those of `engine.Engine`."""

    @property
    def memory_limit(self) -> MemoryLimit:
        """How long the short-term memory may get."""

    def open_story(self, *, draft: Draft | None = None) -> AsyncGenerator[Event, None]:
        """Write the opening of a story that has no step yet."""

    def advance(
        self,
        plan: Plan,
        *,
        heading: str = "",
        draft: Draft | None = None,
        passages: Sequence[Passage] | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Write the next step from a plan and from these passages, or those that it recalls."""

    def replan(self) -> AsyncGenerator[Event, None]:
        """Make other plans for what could come next, and nothing else."""

    def choose(self) -> AsyncGenerator[Event, None]:
        """Decide as the author would how the story goes on."""

    def refresh(self) -> AsyncGenerator[Event, None]:
        """Make memory and plans anew from the text."""

    async def recall(self, plan: str) -> Recall:
        """The passages that fit a plan and what the memory says last."""

    async def search(self, text: str, limit: int, *, every_branch: bool = False) -> Recall:
        """The passages that fit a text best, of the branch from end to end, or of every branch."""

    def catch_up(self) -> AsyncGenerator[Progress, None]:
        """Bring the long-term memory up to date with the book."""

    def rebuild(self) -> AsyncGenerator[Event, None]:
        """Make the long-term memory anew from the book."""

    async def next_prompt(
        self, plan: str, *, heading: str = "", passages: Sequence[Passage] | None = None
    ) -> NextPrompt:
        """The exact next request, without sending it, and what was recalled for it."""

    async def forecast(self, plan: str, *, passages: Sequence[Passage] | None = None) -> Forecast:
        """Tokens and cost of the next step, and of reaching the target length."""

    async def write_copy(self) -> list[Event]:
        """Bring the readable copy up to date; a notice says if it could not be written."""
