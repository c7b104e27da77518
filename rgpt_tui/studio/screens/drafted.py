"""A work screen on which a stopped reply is gone on with, kept, set aside or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rgpt_tui.studio.going_on import in_drafts
from rgpt_tui.studio.keys_now import keys_of_action
from rgpt_tui.studio.panes.stopped_reply import breaks_off
from rgpt_tui.studio.screens.arranged import ArrangedScreen
from rgpt_tui.studio.work import work

if TYPE_CHECKING:
    from textual.app import App

    from rgpt_tui.story.drafts import Draft
    from rgpt_tui.studio.panes.next import NextPane
    from rgpt_tui.studio.panes.recalled import RecalledPane
    from rgpt_tui.studio.standing import Standing

GOING_ON = "going on"
"""What is being done while the rest of a stopped reply is asked for."""
OF_A_DRAFT = frozenset({"go_on", "keep_draft", "set_aside"})


class DraftedScreen(ArrangedScreen):
    """The actions for a reply that was stopped."""

    next: NextPane
    recalled: RecalledPane
    standing: Standing | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done with a stopped reply needs one, and can wait while something is written."""
        if action in OF_A_DRAFT:
            return self._draft is not None
        return super().check_action(action, parameters)

    @property
    def _draft(self) -> Draft | None:
        """The stopped reply that is on offer."""
        return None if self.standing is None or self.running.busy else self.standing.draft

    async def action_go_on(self) -> None:
        """Ask for the rest of a reply that was stopped."""
        if (draft := self._draft) is not None and await self.saved():
            told = self.recalled.passages_for(draft.plan.text) if draft.plan else None
            self.write(GOING_ON, self.desk.session.go_on(draft, passages=told))
            if draft.plan is not None:
                self.next.write_instead(draft.plan.text, "the draft's plan")

    async def action_keep_draft(self) -> None:
        """Make a step of a stopped reply as it stands."""
        if (draft := self._draft) is not None and await self.moved(
            lambda: self.desk.keep_draft(draft)
        ):
            breaks = breaks_off(draft, await self.desk.read(lambda book: book.brief.language))
            self.studio.tell(kept(self.app, draft, breaks=breaks), of_work=True)

    async def action_set_aside(self) -> None:
        """No longer offer a stopped reply."""
        if (draft := self._draft) is not None and await self.moved(
            lambda: self.desk.set_aside(draft)
        ):
            self.studio.tell("The draft is set aside.", in_drafts(self.app), of_work=True)

    def action_drafts(self) -> None:
        """Read the replies that were stopped or set aside, and take one back."""
        self._look_at_drafts()

    @work(keys_wait=True)
    async def _look_at_drafts(self) -> None:
        from rgpt_tui.studio.screens.drafts import DraftsSheet

        draft = await self.app.push_screen_wait(DraftsSheet(self.desk))
        if draft is not None:
            await self.moved(lambda: self.desk.take_back(draft))

    def tell_left_behind(self) -> None:
        """Say that the draft on offer stays, while another reply is asked for."""
        if self._draft is not None:
            self.studio.tell("The draft from before is left as it was.", in_drafts(self.app))


def kept(app: App[Any], draft: Draft, *, breaks: bool) -> str:
    """What is said of a draft that was made a step, and how what it lacks is come by.

    Args:
        app: that knows the keys.
        draft: as it was.
        breaks: its last sentence is not whole.
    """
    whole = draft.sections.keys() - {draft.unfinished}
    edit, refresh, replan = (
        keys_of_action(app, each) for each in ("story.edit", "memory.refresh", "next.replan")
    )
    said = ["The draft is in the story now."]
    if breaks:
        said.append(f"Its last sentence breaks off: {edit} in Story edits it.")
    if "memory" not in whole:
        said.append(f"The memory does not know it yet: {refresh} in Memory makes that anew.")
    if not {"plan_1", "plan_2", "plan_3"} <= whole:
        said.append(f"{replan} in Next asks for plans.")
    return " ".join(said)
