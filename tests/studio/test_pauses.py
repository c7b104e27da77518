"""What garbage collections go through, and which parts of the screen follow the focus."""

from __future__ import annotations

import gc
import weakref

from rgpt_tui.studio import pauses
from tests.studio.waiting import opened, wait_for


async def test_no_collection_goes_through_what_an_open_story_stands_on_until_it_is_closed(
    open_studio, story
):
    async with open_studio(story) as pilot:
        await opened(pilot)
        await wait_for(pilot, gc.get_freeze_count, "what is there to be kept")
        pilot.app.show_shelf()
        await wait_for(pilot, lambda: not gc.get_freeze_count(), "everything to be looked through")


async def test_the_garbage_of_everything_is_collected_again_after_the_studio(open_studio, story):
    async with open_studio(story) as pilot:
        await opened(pilot)
        await wait_for(pilot, gc.get_freeze_count, "what is there to be kept")
    assert gc.get_freeze_count() == 0


class Ring:
    """Something that only a collection can take away."""

    def __init__(self) -> None:
        self.itself = self


async def test_what_a_story_no_longer_stands_on_is_collected_while_the_writer_pauses(
    open_studio, story, monkeypatch
):
    monkeypatch.setattr(pauses, "REST", 0.2)
    monkeypatch.setattr(pauses, "WORTH_IT", 0)
    async with open_studio(story) as pilot:
        screen = await opened(pilot)
        await wait_for(pilot, gc.get_freeze_count, "what is there to be kept")
        ring = Ring()
        here = weakref.ref(ring)
        gc.freeze()
        del ring
        assert gc.collect() >= 0
        assert here() is not None
        await pilot.press("down")
        await wait_for(pilot, lambda: here() is None, "a pause")
        await wait_for(pilot, gc.get_freeze_count, "the rest to be kept again")
        assert not screen.running.busy


async def test_nothing_is_swept_while_the_writer_types_or_the_model_writes(
    open_studio, story, monkeypatch
):
    monkeypatch.setattr(pauses, "WORTH_IT", 0)
    swept = []
    monkeypatch.setattr(pauses, "sweep", lambda: swept.append(True))
    async with open_studio(story) as pilot:
        screen = await opened(pilot)
        await wait_for(pilot, gc.get_freeze_count, "what is there to be kept")
        app = pilot.app
        await pilot.press("down")
        app._sweep()
        assert not swept
        app._touched -= pauses.REST
        monkeypatch.setattr(screen.running, "_task", object())
        app._sweep()
        assert not swept
        monkeypatch.setattr(screen.running, "_task", None)
        app._sweep()
        assert swept


async def test_the_frame_of_the_pane_with_the_focus_alone_is_marked(open_studio, story):
    async with open_studio(story) as pilot:
        screen = await opened(pilot)
        for name in ("memory", "recalled", "next", "story"):
            screen.arrangement.bring(name)
            await wait_for(
                pilot,
                lambda name=name: [p.id for p in screen.panes if p.has_class("-focused")] == [name],
                f"the frame of {name}",
            )
            lines = {pane.id: pane.styles.border.top for pane in screen.panes}
            assert [each for each, line in lines.items() if line == lines[name]] == [name]
