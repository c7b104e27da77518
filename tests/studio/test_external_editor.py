"""The writer's own editor, lent the terminal: what was saved there is taken, or kept and named."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.studio.app import StudioApp
from rgpt_tui.studio.screens.own_page import OwnPage
from tests.studio.waiting import settled, sheet, shows, wait_for, writing

if TYPE_CHECKING:
    from pathlib import Path

Open = Any


@pytest.fixture(autouse=True)
def a_terminal_that_can_be_lent(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is none under a pilot."""
    monkeypatch.setattr(StudioApp, "suspend", lambda self: nullcontext())
    monkeypatch.delenv("VISUAL", raising=False)


async def test_a_text_can_be_edited_in_the_writers_own_editor(
    open_studio: Open, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "sed -i s/Paragraph/Passage/")
    async with open_studio(story) as pilot:
        await pilot.press("ctrl+t")
        editor = writing(pilot).story.editor
        await wait_for(pilot, lambda: editor.text.startswith("Passage 6"), "the edited text")
        await pilot.press("escape")
        await shows(pilot, "Passage 6")


async def test_what_was_saved_before_the_editor_ended_with_an_error_is_kept_and_named(
    open_studio: Open, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    script = tmp_path / "leaves.py"
    script.write_text(
        "import sys, pathlib\npathlib.Path(sys.argv[1]).write_text('She ran on.')\nsys.exit(1)\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    async with open_studio(story) as pilot:
        await pilot.press("ctrl+t")
        said = pilot.app._notifications
        await wait_for(pilot, lambda: any("is kept in" in each.message for each in said), "it")
        (kept,) = tmp_path.glob("rgpt-text-*.md")
        assert kept.read_text() == "She ran on."
        assert any(str(kept) in each.message for each in said)
        assert writing(pilot).story.editor.text.startswith("Paragraph 6")


async def test_the_page_of_ones_own_goes_to_the_editor_and_its_text_comes_back_and_is_kept(
    open_studio: Open, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "adds.py"
    script.write_text(
        "import sys, pathlib\nfile = pathlib.Path(sys.argv[1])\n"
        "file.write_text(file.read_text().rstrip() + '\\nAnd back.\\n')\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    async with open_studio(story) as pilot:
        await pilot.app.run_action("write_own", writing(pilot))
        page = await sheet(pilot, OwnPage)
        page.page.text = "I rowed out alone."
        await settled(pilot)
        await pilot.press("ctrl+t")
        await wait_for(pilot, lambda: page.page.text == "I rowed out alone.\nAnd back.", "it")
        assert page.page.cursor_location == page.page.document.end
        await pilot.press("escape")
    async with open_studio(story) as pilot:
        await pilot.app.run_action("write_own", writing(pilot))
        page = await sheet(pilot, OwnPage)
        assert page.page.text == "I rowed out alone.\nAnd back."
