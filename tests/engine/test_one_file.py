"""The book is one file: whoever copies it when nobody writes has the whole story."""

from __future__ import annotations

import shutil

from rgpt_tui.story.reading import BookReader


async def test_after_a_session_the_book_file_alone_is_the_whole_story(
    open_session, folder, tmp_path
):
    async with open_session() as session:
        async for _ in session.begin():
            pass
        tip, plans = session.book.tip, await session.plans()
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(folder / "book.db", copy)
    with BookReader.open(copy) as book:
        assert book.tip == tip
        assert book.step(tip).text.plans == plans
