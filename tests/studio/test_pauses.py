"""What garbage collections go through, and which parts of the screen follow the focus."""

from __future__ import annotations

import gc

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
