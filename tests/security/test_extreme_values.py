"""Well-formed files with values of any size, depth or type: refused in words, or all works."""

from __future__ import annotations

import asyncio
import json
import math
from contextlib import suppress
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rgpt_tui.engine.engine import Engine
from rgpt_tui.engine.exporting import SUFFIXES, export_of
from rgpt_tui.engine.importing import put_on_shelf
from rgpt_tui.engine.session import WritingSession
from rgpt_tui.places import packaged_folder
from rgpt_tui.settings import TYPES, Settings
from rgpt_tui.settings_reading import SettingsUnusable, load_settings
from rgpt_tui.story.book import Book
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.records import Brief
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.studio.telling_ahead import told_ahead
from rgpt_tui.studio.themes import ThemeUnusable, read_theme
from tests.crashes.texts import new_step
from tests.security.test_hostile_bundles import story_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOME = settings(
    deadline=None,
    max_examples=settings().max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
"""A quarter of what is usual: each opens a story."""
NUMBERS = (
    *(0, -1, 1, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 10**30, 10**400),
    *(-0.0, 1e-320, 1e300, 1.7e308, -1e308, math.nan, math.inf, -math.inf),
)
DEEP = "{a=" * 60 + "1" + "}" * 60
OTHERS = (True, False, "", "a" * 90_000, "0", "nan", "1e999", "\x1b]0;x\x07", "石" * 40, [], [[]])
STORY = next(packaged_folder("stories").glob("*.rgpt.json"))


def toml(value: Any) -> str:
    """A value as TOML has it."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return json.dumps(value)


VALUES = st.one_of(st.sampled_from(NUMBERS), st.sampled_from(OTHERS))
IN_TOML = st.one_of(VALUES.map(toml), st.just(DEEP), st.integers().map(str), st.floats().map(toml))


def looked_at(folder: Path, with_settings: Settings) -> None:
    """Open a story and tell ahead what its next step takes, unless that is refused in words."""
    with suppress(RgptError):
        asyncio.run(_looked_at(folder, with_settings))


async def _looked_at(folder: Path, with_settings: Settings) -> None:
    async with (
        Engine(folder, with_settings, template_folder=folder / "none") as engine,
        WritingSession(folder, engine, "a test") as session,
    ):
        forecast = await session.forecast("She rows out.")
        assert forecast.prompt_tokens >= 0
        for steps in (None, 5):
            assert told_ahead(forecast, steps=steps)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Shelf(tmp_path_factory.mktemp("shelf")).create(
        Brief(title="The Drowned Bell", target_words=90_000)
    )
    with Book.open(folder) as book:
        book.commit([new_step(f"{number}") for number in range(3)])
    return folder


@SOME
@given(st.sampled_from(sorted({*TYPES} - {"model", "gguf"})), IN_TOML)
@example("prompt_price", "nan")
@example("reply_price", "1.7e308")
@example("context_window", str(10**400))
def test_a_setting_of_any_value_is_refused_in_words_or_the_next_step_is_told_ahead(
    story: Path, name: str, value: str
) -> None:
    file = story.parent / "settings.toml"
    prices = [each for each in ("prompt_price", "reply_price") if each != name]
    lines = ['model = "openai/writer"', f"{name} = {value}", *(f"{each} = 3" for each in prices)]
    file.write_text("\n".join(lines))
    with suppress(SettingsUnusable):
        looked_at(story, load_settings(file=file, environ={}))


THEME_KEYS = ("background", "foreground", "primary", "accent", "dark", "studio", "textual")


@SOME
@given(st.sampled_from(THEME_KEYS), IN_TOML, st.booleans())
def test_a_theme_of_any_value_is_a_theme_or_skipped_in_a_sentence(
    story: Path, key: str, value: str, within: bool
) -> None:
    file = story.parent / "night.toml"
    colours = {"background": '"#101010"', "foreground": '"#eeeeee"', "primary": '"#88aaff"'}
    if within and key in ("studio", "textual"):
        value = f"{{memory-added = {value}, border = {value}}}"
    colours[key] = value
    file.write_text("\n".join(f"{name} = {each}" for name, each in colours.items()))
    with suppress(ThemeUnusable):
        assert read_theme(file).to_color_system().generate()


def leaves(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all values in a document, of every list only its last."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from leaves(value, (*path, key))
    elif isinstance(content, list) and content:
        yield from leaves(content[-1], (*path, len(content) - 1))
    yield path


WHOLE = json.loads(STORY.read_bytes())
PLACES = sorted({path for path in leaves(WHOLE) if path}, key=str)


@SOME
@given(st.sampled_from(PLACES), VALUES)
@example(("story", "briefs", 1, "brief", "language"), "a" * 5_000)
@example(("story", "briefs", 1, "brief", "target_words"), 2**53)
def test_a_bundle_of_any_value_is_refused_in_words_or_opens_lists_and_exports(
    tmp_path_factory: pytest.TempPathFactory, place: tuple[Any, ...], value: Any
) -> None:
    content = deepcopy(WHOLE)
    at = content
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    whole = story_of(json.dumps(content).encode())
    if whole is None:
        return
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    folder = put_on_shelf(shelf, whole)
    (entry,) = shelf.entries()
    assert not entry.fault
    for kind in SUFFIXES:
        assert export_of(folder, kind)
    looked_at(folder, Settings(model="openai/writer", prompt_price=3, reply_price=15))
