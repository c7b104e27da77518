from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import BUILTIN_THEMES
from textual.widgets import OptionList, TextArea

from rgpt_tui.places import config_folder, packaged_folder
from rgpt_tui.settings import Settings
from rgpt_tui.studio.colours import VARIABLES, variables_of
from rgpt_tui.studio.themes import ThemeFile, changed_since, load_themes

PACKAGED = {theme.name: theme for theme in load_themes([packaged_folder("themes")]).themes}
HIGH_CONTRAST = {"broadsheet", "lectern"}
SMALL = 'background = "#102030"\nforeground = "#e0e0e0"\nprimary = "#3399cc"\n'
DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "themes.md"

each_theme = pytest.mark.parametrize("theme", PACKAGED.values(), ids=PACKAGED)


@pytest.fixture
def own() -> Path:
    """The user's themes folder."""
    folder = config_folder() / "themes"
    folder.mkdir(parents=True)
    return folder


def test_there_are_light_dark_and_high_contrast_themes_and_the_default_is_one():
    assert load_themes([packaged_folder("themes")]).faults == ()
    assert Settings().theme in PACKAGED
    assert len(PACKAGED) >= 7
    assert sum(not theme.dark for theme in PACKAGED.values()) >= 2
    assert set(PACKAGED) >= HIGH_CONTRAST


@each_theme
def test_every_colour_that_comes_with_rgpt_is_chosen_and_not_derived(theme):
    text = (packaged_folder("themes") / f"{theme.name}.toml").read_text(encoding="utf-8")
    names = [name for name in ThemeFile.__struct_fields__ if name not in ("studio", "textual")]
    text, _, _ = text.partition("[textual]")
    named = re.findall(r"^([a-z-]+) =", text, flags=re.MULTILINE)
    assert sorted(named) == sorted([*names, *(variable.name for variable in VARIABLES)])


def test_what_a_file_names_is_kept_as_it_is_and_a_see_through_colour_is_seen_through(own):
    (own / "mine.toml").write_text(
        SMALL + '[studio]\nprose = "#304050"\npin = "#ffffff80"\n[textual]\nscrollbar = "#123456"\n'
        'block-cursor-text-style = "not bold"\n'
    )
    theme, _ = load_themes().choose("mine")
    assert theme.variables["prose"] == "#304050"
    assert theme.variables["pin"] == "#878F97"
    assert theme.variables["scrollbar"] == "#123456"
    assert theme.variables["block-cursor-text-style"] == "not bold"


def test_a_theme_of_the_user_takes_the_place_of_one_of_the_same_name(own):
    (own / "foolscap.toml").write_text(SMALL)
    theme, _ = load_themes().choose("foolscap")
    assert theme.background == "#102030"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("background = ", "could not be read"),
        (b"\xff\xfe", "could not be read"),
        ('backgrund = "#000"', "cannot have `backgrund`; the nearest name is `background`"),
        (SMALL + '[studio]\npros = "red"', "`studio.pros`; the nearest name is `studio.prose`"),
        (SMALL + '[studio]\nprose_dim = "red"', "the nearest name is `studio.prose-dim`"),
        (SMALL + '[textual]\nscrolbar = "red"', "the nearest name is `textual.scrollbar`"),
        (SMALL + 'accent = "blurple"', "`accent` is no colour: 'blurple'"),
        (SMALL + 'accent = "ansi_red"', "`accent` is no fixed colour"),
        (SMALL + 'accent = "auto"', "`accent` is no colour"),
        (SMALL + '[studio]\npin = "#12"', "`studio.pin` is no colour"),
        (SMALL + '[textual]\nscrollbar = "red; x"', "`textual.scrollbar` is no colour"),
        (SMALL + '[textual]\nlink-style = "loud"', "`textual.link-style` is no text style"),
        (SMALL + "accent = 3", "`accent`: Expected `str | null`, got `int`"),
        (SMALL + "[studio]\npin = 3", "`studio.pin` is no colour: 3"),
        (SMALL + 'studio = "red"', "`studio`: Expected `object`, got `str`"),
        ('foreground = "#fff"', "missing required field `background`"),
        ("#" * 70_000, "larger than 64 kB"),
    ],
)
def test_a_bad_file_is_said_in_one_sentence_and_all_others_are_there(own, content, said):
    (own / "bad.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    (own / "good.toml").write_text(SMALL)
    themes = load_themes()
    (fault,) = themes.faults
    assert said in fault
    assert str(own / "bad.toml") in fault
    assert fault.endswith(".")
    assert {theme.name for theme in themes.themes} == {*PACKAGED, "good"}


def test_a_bad_file_does_not_take_the_theme_that_it_was_to_replace(own):
    (own / "lectern.toml").write_text("nonsense")
    themes = load_themes()
    assert len(themes.faults) == 1
    assert themes.choose("lectern")[0].background == "#000000"


def test_what_cannot_be_opened_or_has_no_good_name_is_said(own):
    (own / "folder.toml").mkdir()
    (own / "gone.toml").symlink_to(own / "nowhere")
    (own / "[red]x.toml").write_text(SMALL)
    (own / "notes.txt").write_text("no theme")
    faults = load_themes().faults
    assert len(faults) == 3
    assert "digits, spaces and hyphens" in faults[0]


def test_an_unknown_theme_leads_to_the_default_and_names_the_nearest():
    theme, fault = load_themes().choose("foolscape")
    assert theme.name == Settings().theme
    assert "`foolscape`" in fault
    assert "`foolscap`" in fault


def test_without_any_file_there_are_still_colours(tmp_path):
    theme, fault = load_themes([tmp_path / "none"]).choose("lamplight")
    assert set(theme.variables) >= {variable.name for variable in VARIABLES}
    assert "plain" in fault


def test_a_file_that_comes_changes_or_goes_is_noticed(own):
    themes = load_themes()
    assert not changed_since(themes)
    file = own / "new.toml"
    for change in (
        lambda: file.write_text(SMALL),
        lambda: file.write_text(SMALL + "\n"),
        lambda: os.utime(file, ns=(1, 1)),
        file.unlink,
    ):
        change()
        assert changed_since(themes)
        themes = load_themes()
        assert not changed_since(themes)


class Shown(App[None]):
    CSS = "\n".join(f".{v.name} {{ color: ${v.name}; }}" for v in VARIABLES)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables_of(self.current_theme)

    def compose(self):
        yield TextArea("prose", classes="prose")
        yield OptionList("one", "two")


async def test_an_app_takes_every_theme_and_the_style_sheets_have_every_colour(own):
    (own / "small.toml").write_text(SMALL)
    themes = load_themes().themes
    app = Shown()
    async with app.run_test() as pilot:
        for theme in themes:
            app.register_theme(theme)
        for theme in themes:
            app.theme = theme.name
            await pilot.pause()
            assert app.query_one(TextArea).styles.color == Color.parse(theme.variables["prose"])
            assert app.theme_variables["footer-key-foreground"]


@pytest.mark.parametrize("name", BUILTIN_THEMES)
async def test_under_textuals_own_themes_no_colour_is_missing(name):
    app = Shown()
    async with app.run_test() as pilot:
        app.theme = name
        await pilot.pause()
        assert {variable.name for variable in VARIABLES} <= set(app.theme_variables)


def test_the_document_has_every_name_and_every_theme():
    text = DOCUMENT.read_text(encoding="utf-8")
    for variable in VARIABLES:
        least = f"{variable.contrast:g}" if variable.contrast > 1 else ""
        assert f"| `{variable.name}` | {variable.meaning} | {least} |" in text
    for name in ThemeFile.__struct_fields__:
        assert name in ("studio", "textual") or f"| `{name}` |" in text
    assert set(re.findall(r"^\| `([a-z-]+)` \| [^|]* \|$", text, re.MULTILINE)) == set(PACKAGED)


def test_the_examples_of_the_document_are_themes(own):
    examples = re.findall(
        r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    (own / "example.toml").write_text("\n".join(examples))
    assert load_themes().faults == ()


def test_reading_themes_loads_nothing_heavy():
    program = "import sys, rgpt_tui.studio.themes\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    loaded = set(done.stdout.split())
    assert not loaded & {"litellm", "lancedb", "numpy", "rapidfuzz", "rgpt_tui.engine", "tomlkit"}
