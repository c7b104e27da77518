"""What is read can be read: contrast by the formula of WCAG 2.2, written here once more."""

from __future__ import annotations

import pytest
from textual.color import Color

from rgpt_tui.places import config_folder, packaged_folder
from rgpt_tui.studio.colours import PROSE, SIGN, TEXT, VARIABLES, contrast_of
from rgpt_tui.studio.themes import load_themes

PACKAGED = {theme.name: theme for theme in load_themes([packaged_folder("themes")]).themes}
HIGH_CONTRAST = ("broadsheet", "lectern")

each_theme = pytest.mark.parametrize("theme", PACKAGED.values(), ids=PACKAGED)


def contrast(one: str, other: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio, for colours as #RRGGBB."""

    def luminance(color: str) -> float:
        parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return sum(
            part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True)
        )

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(theme, least: dict[float, float], *grounds: str) -> list[str]:
    return [
        f"{variable.name} on {ground}: {reached:.2f}"
        for variable in VARIABLES
        for ground in grounds
        if (reached := contrast(theme.variables[variable.name], ground))
        < least.get(variable.contrast, 1)
    ]


def test_the_formula_gives_the_figures_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    for one, other in (("#ff0000", "#00ff00"), ("#102030", "#c5d2aa"), ("#0b0b0b", "#777777")):
        ours = contrast_of(Color.parse(one), Color.parse(other))
        assert ours == pytest.approx(contrast(one, other))


@each_theme
def test_every_text_can_be_read_on_every_ground(theme):
    least = {PROSE: 7, TEXT: 4.5, SIGN: 3}
    if theme.name in HIGH_CONTRAST:
        least = {PROSE: 7, TEXT: 7, SIGN: 4.5, 1: 4.5}
    assert too_faint(theme, least, theme.background, theme.surface) == []


@each_theme
def test_text_under_the_cursor_of_a_list_can_still_be_read(theme):
    least = {PROSE: 4.5, TEXT: 3}
    grounds = [
        theme.variables[f"block-{ground}-background"]
        for ground in ("cursor", "cursor-blurred", "hover")
    ]
    assert too_faint(theme, least, *grounds) == []


@each_theme
def test_what_textual_draws_can_be_read(theme):
    named = ("primary", "secondary", "accent", "success", "warning", "error", "foreground")
    for name in named:
        for ground in (theme.background, theme.surface, theme.panel):
            assert contrast(getattr(theme, name), ground) >= 4.5, (name, ground)
    footer = theme.variables["footer-background"]
    assert contrast(theme.variables["footer-key-foreground"], footer) >= 4.5
    assert contrast(theme.variables["footer-description-foreground"], footer) >= 4.5
    assert contrast(theme.variables["prose-dim"], theme.panel) >= 4.5
    selection = theme.variables["input-selection-background"]
    assert contrast(theme.variables["input-selection-foreground"], selection) >= 4.5
    assert contrast(theme.variables["block-cursor-background"], theme.background) >= 1.3


@each_theme
def test_whose_words_are_whose_can_be_told_apart(theme):
    names = [variable.name for variable in VARIABLES if variable.name.startswith("provenance")]
    colors = [Color.parse(theme.variables[name]) for name in names]
    apart = [
        sum((a - b) ** 2 for a, b in zip(one.rgb, other.rgb, strict=True)) ** 0.5
        for place, one in enumerate(colors)
        for other in colors[:place]
    ]
    assert min(apart) > 38


def test_three_colours_make_a_theme_whose_every_colour_can_be_read():
    folder = config_folder() / "themes"
    folder.mkdir(parents=True)
    (folder / "small.toml").write_text(
        'background = "#102030"\nforeground = "#e0e0e0"\nprimary = "#3399cc"\n'
    )
    themes = load_themes()
    theme, fault = themes.choose("small")
    assert (themes.faults, fault) == ((), None)
    assert theme.dark
    assert too_faint(theme, {7: 7, 4.5: 4.5, 3: 3}, theme.background, theme.surface) == []
    (folder / "small.toml").write_text(
        'background = "ivory"\nforeground = "#777"\nprimary = "hsl(50,90%,60%)"'
    )
    theme, fault = load_themes().choose("small")
    assert not theme.dark
    assert too_faint(theme, {7: 7, 4.5: 4.5, 3: 3}, theme.background, theme.surface) == []
