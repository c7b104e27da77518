"""Colour themes from files: those that come with rgpt and those of the user.

Each ``*.toml`` file is a theme, named after the file. A file that cannot be used is skipped and
said in a sentence. docs/themes.md describes the files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

import msgspec
from textual.color import Color, ColorParseError
from textual.theme import Theme

from rgpt_tui.hand_written import hand_written, toml_of
from rgpt_tui.places import config_folder, packaged_folder
from rgpt_tui.settings import DEFAULT_THEME
from rgpt_tui.story.errors import RgptError
from rgpt_tui.studio.colours import NAMES, SIGN, VARIABLES, Palette, bent, texture

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

LARGEST = 64 * 1024
"""Bytes of a theme file; what is larger is none."""
NAME = re.compile(r"\w[\w -]{0,39}")
STYLES = {
    *("bold", "b", "italic", "i", "underline", "u", "underline2", "uu", "overline", "o"),
    *("strike", "s", "reverse", "r", "dim", "d", "blink", "none", "not"),
}
"""Words of a text style of Textual."""

Stamp = frozenset[tuple[str, int, int]]
"""Name, time of change in ns and size of each theme file."""


class ThemeUnusable(RgptError):
    """A theme file that cannot be used; the message names file and key."""


class ThemeFile(msgspec.Struct, frozen=True, kw_only=True):
    """What a theme file holds."""

    background: str
    foreground: str
    primary: str
    secondary: str | None = None
    accent: str | None = None
    surface: str | None = None
    panel: str | None = None
    success: str | None = None
    warning: str | None = None
    error: str | None = None
    boost: str | None = None
    dark: bool | None = None
    studio: dict[str, object] = {}
    textual: dict[str, object] = {}


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes that can be chosen, by name, and a sentence for each file that cannot."""

    themes: tuple[Theme, ...]
    faults: tuple[str, ...]
    folders: tuple[Path, ...]
    stamp: Stamp

    def choose(self, name: str) -> tuple[Theme, str | None]:
        """A theme by its name; where there is none, the default one and a sentence about that."""
        by_name = {theme.name: theme for theme in self.themes}
        if name in by_name:
            return by_name[name], None
        near = get_close_matches(name, by_name, n=1, cutoff=0)
        return by_name.get(DEFAULT_THEME) or next(iter(by_name.values()), _OF_NO_FILE), (
            f"There is no theme `{name}`. The nearest is `{near[0]}`."
            if near
            else "No theme could be read, so the colours are plain. Installing rgpt anew mends it."
        )


def load_themes(folders: Sequence[Path] | None = None) -> Themes:
    """Read all themes; of several with one name, the one from the last folder counts.

    Args:
        folders: where to look; rgpt's own themes and then the user's unless given. They need
            not exist.
    """
    folders = tuple(folders or (packaged_folder("themes"), config_folder() / "themes"))
    stamp = _stamp(folders)
    themes: dict[str, Theme] = {}
    faults = []
    for file in (file for folder in folders for file in _files(folder)):
        try:
            themes[file.stem] = read_theme(file)
        except ThemeUnusable as fault:
            faults.append(str(fault))
    ordered = sorted(themes.values(), key=lambda theme: theme.name)
    return Themes(tuple(ordered), tuple(faults), folders, stamp)


def changed_since(themes: Themes) -> bool:
    """Whether a theme file has come, gone or changed since the themes were read."""
    return _stamp(themes.folders) != themes.stamp


def read_theme(file: Path) -> Theme:
    """The theme in a file.

    Raises:
        ThemeUnusable: it cannot be used, with the reason in one sentence.
    """
    try:
        return _theme(file.stem, _parsed(file))
    except ThemeUnusable as fault:
        raise ThemeUnusable(f"The theme file {file} was skipped: {fault}.") from fault


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(file for file in folder.iterdir() if file.suffix == ".toml")
    except OSError:
        return []


def _stamp(folders: Iterable[Path]) -> Stamp:
    found = set()
    for file in (file for folder in folders for file in _files(folder)):
        try:
            status = file.stat()
        except OSError:
            found.add((str(file), 0, 0))
        else:
            found.add((str(file), status.st_mtime_ns, status.st_size))
    return frozenset(found)


def _parsed(file: Path) -> ThemeFile:
    if not NAME.fullmatch(file.stem):
        raise ThemeUnusable(
            "its name may have letters, digits, spaces and hyphens, 40 at most, before .toml"
        )
    try:
        values = toml_of(hand_written(file, LARGEST))
    except (OSError, ValueError) as error:
        raise ThemeUnusable(f"it could not be read ({error})") from error
    for key in values:
        _known(key, ThemeFile.__struct_fields__, "")
    try:
        return msgspec.convert(values, ThemeFile)
    except msgspec.ValidationError as error:
        where = re.search(r"`\$\.(.+)`|field `(\w+)`", str(error))
        named = f"`{where[1] or where[2]}`: " if where else ""
        raise ThemeUnusable(f"{named}{str(error).split(' - ')[0]}") from error


def _known(key: str, names: Iterable[str], table: str) -> None:
    names = list(names)
    if key in names:
        return
    nearest = get_close_matches(key, names, n=1, cutoff=0)[0]
    raise ThemeUnusable(f"it cannot have `{table}{key}`; the nearest name is `{table}{nearest}`")


def _theme(name: str, file: ThemeFile) -> Theme:
    palette = _palette(file)
    for key in file.studio:
        _known(key, NAMES, "studio.")
    own = {
        variable.name: _color(
            f"studio.{variable.name}", file.studio[variable.name], palette.background
        )
        if variable.name in file.studio
        else variable.of(palette)
        for variable in VARIABLES
    }
    theme = Theme(
        name=name,
        dark=palette.dark,
        boost=_see_through("boost", file.boost).hex if file.boost else None,
        **{
            key: getattr(palette, key).hex6 for key in Palette.__dataclass_fields__ if key != "dark"
        },
    )
    theme.variables = texture(palette, own) | {key: color.hex6 for key, color in own.items()}
    theme.variables |= _of_textual(theme, file.textual)
    return theme


def _palette(file: ThemeFile) -> Palette:
    background = _color("background", file.background, Color(0, 0, 0))
    foreground = _color("foreground", file.foreground, background)
    dark = background.brightness < foreground.brightness if file.dark is None else file.dark
    given = {
        key: _color(key, value, background)
        for key in ("primary", "secondary", "accent", "surface", "panel", *_SIGNALS)
        if (value := getattr(file, key)) is not None
    }
    primary = given["primary"]
    secondary = given.get("secondary") or primary.blend(foreground, 0.35)
    made = {
        "secondary": secondary,
        "accent": given.get("accent") or primary,
        "surface": background.blend(foreground, 0.03),
        "panel": background.blend(foreground, 0.08),
    } | {
        key: bent(signal.blend(foreground, 0.15), (background,), SIGN, dark=dark)
        for key, signal in _SIGNALS.items()
    }
    return Palette(dark=dark, background=background, foreground=foreground, **(made | given))


_SIGNALS = {
    "success": Color.parse("#5f9e57"),
    "warning": Color.parse("#c58b2c"),
    "error": Color.parse("#c4534a"),
}
"""Green, amber and red, for a theme that does not name its own."""


def _see_through(key: str, value: object) -> Color:
    """A colour as it is written."""
    try:
        color = Color.parse(value if isinstance(value, str) else "")
    except ColorParseError as error:
        raise ThemeUnusable(f"`{key}` is no colour: {value!r}; write it as #RRGGBB") from error
    if color.ansi is not None:
        raise ThemeUnusable(f"`{key}` is no fixed colour: {value!r}; write it as #RRGGBB")
    return color


def _color(key: str, value: object, ground: Color) -> Color:
    """A colour as it looks on a ground."""
    color = _see_through(key, value)
    return ground + color if color.a < 1 else color


def _of_textual(theme: Theme, values: Mapping[str, object]) -> dict[str, str]:
    """Values for Textual's own variables, none of which can break a style sheet."""
    result = {}
    names = theme.to_color_system().generate() if values else ()
    for key, value in values.items():
        _known(key, names, "textual.")
        if key.endswith("-style"):
            words = value.split() if isinstance(value, str) else []
            if not words or set(words) - STYLES:
                raise ThemeUnusable(f"`textual.{key}` is no text style: {value!r}; such as bold")
            result[key] = " ".join(words)
        else:
            result[key] = _see_through(f"textual.{key}", value).hex
    return result


_OF_NO_FILE = _theme(
    "plain", ThemeFile(background="#1a1a1a", foreground="#dddddd", primary="#c0a060")
)
