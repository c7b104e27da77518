"""A work screen on which a paragraph is written anew, and the story goes to other steps."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from rgpt_tui.story.counting import counted
from rgpt_tui.story.records import StepKind
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.screens.drafted import DraftedScreen
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.story.reading import BookReader
    from rgpt_tui.writer.events import Event


class BranchingScreen(DraftedScreen):
    """The actions that lead to another branch; what is left behind, and the way back, is told."""

    async def _alternates(self, step: str) -> None:
        self._compare(step)

    @work(keys_wait=True)
    async def _compare(self, step: str) -> None:
        from rgpt_tui.studio.screens.alternates import AlternatesSheet

        chosen = await self.app.push_screen_wait(AlternatesSheet(self.desk, step))
        if not chosen:
            return
        end, after = await self.desk.read(lambda book: _end_of(book, chosen))
        if await self._go_to(end) and after:
            self.studio.tell(
                f"That version is back, with {_rest(after)} after it.",
                of_work=True,
            )

    async def _reroll(self, step: str) -> None:
        if await self.saved():
            plan = await self.desk.read(lambda book: book.step(step).plan)
            self.write("writing it anew", self._anew(step))
            if plan is not None:
                self.next.write_instead(plan.text, "the paragraph's plan")

    async def _anew(self, step: str) -> AsyncGenerator[Event, None]:
        from rgpt_tui.engine.events import Committed

        after = await self.desk.read(lambda book: _written_after(book, step))
        async with aclosing(self.desk.session.reroll(step)) as events:
            async for event in events:
                yield event
                if isinstance(event, Committed) and after:
                    self._tell_other_version(event.number, after)
                    after = 0

    def _tell_other_version(self, number: int, after: int) -> None:
        versions, take, history = (
            keys_of_action(self.app, each)
            for each in ("story.alternates", "alternates.take", "writing.history")
        )
        self.studio.tell(
            f"Paragraph {number} is written anew. The version before is on another branch, with "
            f"{_rest(after)} after it: {versions} on paragraph {number}, then "
            f"{take}, takes that back. {history} shows all branches.",
            of_work=True,
        )

    async def _is_here(self, step: str) -> bool:
        """Whether a step is on the branch that the story is on, which it goes to if need be."""
        if await self.desk.read(lambda book: any(each.id == step for each in book.path())):
            return True
        end, _ = await self.desk.read(lambda book: _end_of(book, step))
        if not await self._go_to(end):
            return False
        await self.show_standing()
        history = keys_of_action(self.app, "writing.history")
        self.studio.tell(
            "That stands on another branch, and the story is on that branch now. "
            f"{history} shows all branches, also the one that you came from.",
            of_work=True,
        )
        return True

    async def _go_to(self, step: str) -> bool:
        return await self.moved(lambda: self.desk.go_to(step))

    async def action_undo(self) -> None:
        """Go back a step."""
        tip = self.standing.tip if self.standing is not None else None
        if not await self.moved(lambda: self.desk.move(back=True)) or tip is None:
            return
        versions = await self.desk.read(lambda book: book.alternates(tip.id))
        if any(each.children for each in versions if each.step != tip.id):
            history = keys_of_action(self.app, "writing.history")
            self.studio.tell(
                f"Paragraph {tip.number} has another version, and the story goes on from that: "
                f"{history} shows it.",
                of_work=True,
            )

    async def action_redo(self) -> None:
        """Go forward a step again."""
        await self.moved(lambda: self.desk.move(back=False))


def _rest(after: int) -> str:
    """So many paragraphs, in words."""
    return "the paragraph" if after == 1 else f"the {counted(after, 'paragraph')}"


def _written_after(book: BookReader, step_id: str) -> int:
    """How many steps of the path follow what is written anew with a step: it, or the opening."""
    step, path = book.step(step_id), book.path()
    last = step.number
    if step.kind is StepKind.OPENING:
        while last < len(path) and book.step(path[last].id).kind is StepKind.OPENING:
            last += 1
    return len(path) - last


def _end_of(book: BookReader, step_id: str) -> tuple[str, int]:
    """The step where the branch of a step was left, and how many steps after that it is."""
    end = book.branches.end_of(step_id)
    return end, book.step(end).number - book.step(step_id).number
