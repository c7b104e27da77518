"""Make the pictures of the studio that the documents show, from the studio itself.

``python docs/screenshots.py [NAME …]`` writes ``docs/images/NAME.svg`` for the pictures that are
named, or for all. With the variable ``PNG`` set to a folder it draws them there as PNG as well, to
be looked at; that needs cairosvg.

The sample story is taken into a shelf that is thrown away afterwards, and the studio is opened on
it with the real engine process. A language model is named, so that what the next step will cost can
be told, but none is asked. Each picture waits until nothing moves.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from textual.widgets import DirectoryTree, Input, OptionList, Static, TextArea

from rgpt_tui.engine.client import EngineClient
from rgpt_tui.engine.importing import put_on_shelf
from rgpt_tui.formats.bundle import from_bundle
from rgpt_tui.places import data_folder, packaged_folder
from rgpt_tui.settings import Settings
from rgpt_tui.story.book import Book
from rgpt_tui.story.records import Brief, NewStep, StepKind, Text
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.studio import story_list
from rgpt_tui.studio.app import StudioApp
from rgpt_tui.studio.desk import Desk
from rgpt_tui.studio.history import painting, versions, versions_pane
from rgpt_tui.studio.left import FILE as LEFT_FILE
from rgpt_tui.studio.screens.alternates import AlternatesSheet
from rgpt_tui.studio.screens.history import HistorySheet
from rgpt_tui.studio.screens.import_story import ImportScreen
from rgpt_tui.studio.screens.shelf import ShelfScreen
from rgpt_tui.studio.screens.writing import WritingScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from rgpt_tui.story.reading import BookReader

IMAGES = Path(__file__).parent.resolve() / "images"
SAMPLE = "any-person-aggrieved.rgpt.json"
NARROW, WIDE, HUGE = (80, 24), (120, 40), (200, 60)
MODEL = "openai/gpt-4.1"
"""Named in the pictures; it has a price."""
DRAFT = "The Book of Complaints.md"
"""A file in the home folder of the pictures, to be brought in."""
PATIENCE = 120.0
"""Seconds that the engine may take to load and to index the story."""
PNG_FONT = "DejaVu Sans Mono"
"""cairosvg has no list of fonts to fall back on: one that is fixed in width must be named."""
OTHERS = {
    "The Drowned Bell": "On the quay at Sund they still set the clocks by a bell that has lain "
    "under the sea for forty years.",
    "Salt Road": "My grandmother walked to the coast once a year with a goat, and came back "
    "without the goat.",
}
"""Stories beside the sample on the shelf, each with its first words."""


# What a picture shows


async def writing(pilot: Pilot[None]) -> None:
    """The writing screen, at the end of the story, with what is new in the memory in view."""
    await _tray_settled(pilot)
    await pilot.press("f3", "end", "f4", "down", "down", "f2")


async def memory(pilot: Pilot[None]) -> None:
    """What the last step changed in the memory, with the whole screen to itself."""
    await _tray_settled(pilot)
    await pilot.press("f3", "f6", "w", "home")


async def recall_tray(pilot: Pilot[None]) -> None:
    """What was recalled for the next request, and what nearly was."""
    await _tray_settled(pilot)
    await pilot.press("f4", "f6", "end")


async def provenance(pilot: Pilot[None]) -> None:
    """Who wrote what, around the paragraph that the writer wrote with their own hand."""
    screen = await _tray_settled(pilot)
    await pilot.press("f2", "x")
    own = await screen.desk.read(_own_step)
    screen.story.prose.go_to(own)
    await _until(pilot, lambda: screen.story.prose.current == own)


async def search(pilot: Pilot[None]) -> None:
    """A search by meaning."""
    await _tray_settled(pilot)
    await pilot.press("ctrl+f")
    await _until(pilot, lambda: pilot.app.screen.query("#search"))
    pilot.app.screen.query_one("#search", Input).value = "who has the keys?"
    found = pilot.app.screen.query_one("#found", OptionList)
    reading = pilot.app.screen.query_one("#reading", TextArea)
    await _until(pilot, lambda: found.option_count and reading.text)


async def alternates(pilot: Pilot[None]) -> None:
    """Versions of one paragraph beside each other."""
    screen = await _tray_settled(pilot)
    screen.story.prose.go_to(await screen.desk.read(_step_with_alternates))
    await pilot.press("f2", "a")
    await _until(pilot, lambda: isinstance(pilot.app.screen, AlternatesSheet))
    title = pilot.app.screen.query_one("#right-title", Static)
    await _until(pilot, lambda: str(title.content))


async def history(pilot: Pilot[None]) -> None:
    """The tree of all steps, and an edited one with its changes."""
    screen = await _tray_settled(pilot)
    edited, other = await screen.desk.read(_edited_step_and_other_branch)
    await screen.desk.name_branch(other, "Anne stays")
    screen.story.prose.go_to(edited)
    await pilot.press("f2", "v")
    await _until(pilot, lambda: isinstance(pilot.app.screen, HistorySheet))
    sheet = cast("HistorySheet", pilot.app.screen)
    await _until(pilot, lambda: "[+" in sheet.pane.reading.text)
    await _until(pilot, lambda: len(sheet.listed.glimpses) >= len(sheet.listed.rows) - 2)


async def shelf(pilot: Pilot[None]) -> None:
    """The stories, with a look into the sample."""
    screen = cast("ShelfScreen", pilot.app.screen)
    await _until(pilot, lambda: len(screen.entries) == 1 + len(OTHERS))
    name = next(name for name in screen.names if name.startswith("any"))
    screen.stories.go_to(name)


async def importing(pilot: Pilot[None]) -> None:
    """A draft that could be brought in, with what was found in it."""
    await pilot.press("i")
    await _until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
    screen = cast("ImportScreen", pilot.app.screen)
    screen.path.value = f"~/drafts/{DRAFT}"
    await _until(pilot, lambda: screen.has_class("-found"))
    tree = screen.query_one(DirectoryTree)
    await _until(pilot, lambda: len(tree.root.children) == 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the studio."""

    pose: Callable[[Pilot[None]], Awaitable[None]]
    size: tuple[int, int] = WIDE
    theme: str = "lamplight"


ON_THE_SHELF = (shelf, importing)
PICTURES = {
    "writing": Picture(pose=writing),
    "writing-200x60": Picture(pose=writing, size=HUGE, theme="night-ferry"),
    "writing-80x24": Picture(pose=writing, size=NARROW),
    "memory-diff": Picture(pose=memory),
    "search": Picture(pose=search),
    "alternates": Picture(pose=alternates),
    "recall-tray": Picture(pose=recall_tray),
    "shelf": Picture(pose=shelf),
    "import": Picture(pose=importing),
    "theme-foolscap": Picture(pose=provenance, theme="foolscap"),
    "theme-lectern": Picture(pose=writing, theme="lectern"),
    # The last one, because it gives a branch a name.
    "history": Picture(pose=history),
}


def _own_step(book: BookReader) -> str:
    return next(each.id for each in book.path() if book.step(each.id).kind is StepKind.OWN)


def _step_with_alternates(book: BookReader) -> str:
    return next(step.id for step in book.path() if len(book.alternates(step.id)) > 1)


def _edited_step_and_other_branch(book: BookReader) -> tuple[str, str]:
    edited = next(step.id for step in book.path() if step.revision > 1)
    return edited, next(each.end for each in book.branches.all() if not each.here)


# Waiting


async def _tray_settled(pilot: Pilot[None]) -> WritingScreen:
    """Wait until the story is open, indexed, and recalled for the plan in the box."""
    app = pilot.app

    def there() -> bool:
        screen = app.screen
        if not isinstance(screen, WritingScreen) or screen.standing is None:
            return False
        tray = screen.recalled.tray
        there = tray.plan == screen.next.text and tray.entries and screen.status.ahead
        return not screen.status.doing and bool(there)

    await _until(pilot, there, PATIENCE)
    screen = cast("WritingScreen", app.screen)
    # What was written today depends on the day.
    screen.status.today = 0
    return screen


async def _until(pilot: Pilot[None], so: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not so():
        if time.monotonic() > end:
            raise TimeoutError("The studio did not come to what the picture is to show.")
        await pilot.pause(0.02)


def _hold_still() -> None:
    """Have nothing blink, and no time go by."""
    Input._toggle_cursor = lambda self: None
    TextArea._toggle_cursor_blink_visible = lambda self: None
    for module in (story_list, versions, versions_pane):
        module.when = lambda moment, now=None: "yesterday"  # type: ignore[attr-defined]
    painting.when_in_short = lambda moment, now=None: "yesterday"


# Making them


def _fill(shelf: Shelf) -> Path:
    """Put stories on the shelf; the folder of the sample is given back."""
    for title, words in OTHERS.items():
        folder = shelf.create(Brief(title=title))
        with Book.open(folder) as book:
            book.commit([NewStep(kind=StepKind.OWN, text=Text(paragraph=words))])
    whole = from_bundle((packaged_folder("stories") / SAMPLE).read_bytes(), SAMPLE)
    return put_on_shelf(shelf, whole)


def _drafts(home: Path, story: Path) -> None:
    """Put the first half of the sample into the home folder, as a draft, beside an older folder."""
    folder = home / "drafts"
    (folder / "older").mkdir(parents=True)
    with Book.open(story) as book:
        texts = [book.step(step.id).text for step in book.path()[:8]]
    heads = (f"# {text.heading}\n\n" if text.heading else "" for text in texts)
    parts = (head + text.paragraph for head, text in zip(heads, texts, strict=True))
    (folder / DRAFT).write_text("\n\n".join(parts), encoding="utf-8")
    os.chdir(folder)


async def _index(story: Path, client: EngineClient) -> None:
    """Have the long-term memory hold the whole story, so that no picture shows it at work."""
    desk = Desk(story, Settings(model="none"), client)
    await desk.open()
    async for _ in desk.session.catch_up():
        pass
    await desk.close()


async def drawn(picture: Picture, stories: Path, story: Path, client: EngineClient) -> str:
    """A picture, as SVG."""
    # How the panes of the picture before were left is no concern of this one.
    (data_folder() / LEFT_FILE).unlink(missing_ok=True)
    settings = Settings(stories=str(stories), model=MODEL, theme=picture.theme)
    app = StudioApp(settings, client, story=None if picture.pose in ON_THE_SHELF else story)
    app.animation_level = "none"
    async with app.run_test(size=picture.size) as pilot:
        if picture.pose in ON_THE_SHELF:
            app.show_shelf()
            await _until(pilot, lambda: isinstance(app.screen, ShelfScreen))
        await picture.pose(pilot)
        app.clear_notifications()
        for _ in range(2):
            await pilot.pause()
            await pilot.wait_for_scheduled_animations()
        svg = app.export_screenshot(title="rgpt", simplify=True)
        await app.going.close_story()
    return _plain(svg)


def _plain(svg: str) -> str:
    """Without what is asked from a server of fonts, and without a number that changes."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", svg)


async def draw(names: list[str], stories: Path) -> None:
    """Draw pictures, one after the other."""
    story = _fill(Shelf(stories))
    _drafts(stories.parent, story)
    client = EngineClient.start()
    await client.connect()
    IMAGES.mkdir(exist_ok=True)
    try:
        await _index(story, client)
        for name in names:
            svg = await drawn(PICTURES[name], stories, story, client)
            (IMAGES / f"{name}.svg").write_text(svg, encoding="utf-8")
            print(f"{name}.svg  {len(svg) / 1000:.0f} kB")
            if folder := os.environ.get("PNG"):
                import cairosvg

                png = svg.replace("Fira Code", PNG_FONT).encode()
                cairosvg.svg2png(bytestring=png, write_to=str(Path(folder) / f"{name}.png"))
    finally:
        await client.close()


def main(*names: str) -> None:
    """Draw the pictures that are named, or all."""
    _hold_still()
    with TemporaryDirectory() as folder:
        # No setting, key or story of the machine comes into a picture.
        os.environ |= {"RGPT_CONFIG_DIR": folder, "RGPT_DATA_DIR": folder, "HOME": folder}
        asyncio.run(draw(list(names) or list(PICTURES), Path(folder) / "stories"))


if __name__ == "__main__":
    main(*sys.argv[1:])
