"""The studio's own colours: what each one is for, and how it follows from the base colours.

A theme may name any of them. What it does not name is made here out of its base colours, as
readable as the colour's use asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.color import Color

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.theme import Theme

PROSE = 7.0
"""Least contrast of text that is read for hours: level AAA of WCAG 2.2, 1.4.6."""
TEXT = 4.5
"""Least contrast of any other text: level AA of WCAG 2.2, 1.4.3."""
SIGN = 3.0
"""Least contrast of what carries meaning and is no text: level AA of WCAG 2.2, 1.4.11."""
DECORATION = 1.0
"""What may be as quiet as it likes."""

BENDS = 25
"""Steps in which a colour is moved towards black or white until it can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The base colours of a theme, all of them, none see-through."""

    dark: bool
    background: Color
    foreground: Color
    surface: Color
    panel: Color
    primary: Color
    secondary: Color
    accent: Color
    success: Color
    warning: Color
    error: Color

    def readable(self, color: Color, contrast: float) -> Color:
        """The colour nearest to one that has a contrast on the background and on the surface."""
        return bent(color, (self.background, self.surface), contrast, dark=self.dark)


@dataclass(frozen=True, slots=True)
class Variable:
    """A colour of the studio, ``$name`` in its style sheets."""

    name: str
    meaning: str
    contrast: float
    """The least that it has on the background and on the surface."""
    source: Callable[[Palette], Color]
    """The colour that it is made of where a theme does not name it."""

    def of(self, palette: Palette) -> Color:
        """The colour as it follows from base colours."""
        return palette.readable(self.source(palette), self.contrast)


VARIABLES: tuple[Variable, ...] = (
    Variable("prose", "The story's text.", PROSE, lambda p: p.foreground),
    Variable(
        "prose-dim",
        "Steps written before an edit that came later, and other text in the background.",
        TEXT,
        lambda p: p.foreground.blend(p.background, 0.45),
    ),
    Variable("heading", "Headings of chapters.", TEXT, lambda p: p.primary),
    Variable(
        "streaming",
        "Words as they arrive from the model.",
        PROSE,
        lambda p: p.foreground.blend(p.accent, 0.55),
    ),
    Variable("selection-bar", "The bar beside the current paragraph.", SIGN, lambda p: p.accent),
    Variable(
        "memory-kept",
        "Sentences that a rewrite of the memory kept.",
        TEXT,
        lambda p: p.foreground.blend(p.background, 0.2),
    ),
    Variable("memory-added", "Sentences that it added.", TEXT, lambda p: p.success),
    Variable("memory-dropped", "Sentences that it dropped.", TEXT, lambda p: p.error),
    Variable("locked", "Sentences that outlast every rewrite.", TEXT, lambda p: p.warning),
    Variable("score-bar", "The score of a recalled passage.", SIGN, lambda p: p.secondary),
    Variable(
        "near-miss",
        "Passages that were nearly recalled.",
        TEXT,
        lambda p: p.secondary.blend(p.background, 0.35),
    ),
    Variable("plan-chosen", "The plan that the next step follows.", TEXT, lambda p: p.accent),
    Variable("provenance-model", "Words that the model wrote.", TEXT, lambda p: p.secondary),
    Variable(
        "provenance-edited",
        "Words of the model in a paragraph that the writer edited.",
        TEXT,
        lambda p: p.warning,
    ),
    Variable("provenance-own", "Words that the writer wrote.", TEXT, lambda p: p.success),
    Variable(
        "provenance-imported",
        "Words that came from a file.",
        TEXT,
        lambda p: p.foreground.blend(p.background, 0.45),
    ),
    Variable("pin", "The sign of what is always recalled.", SIGN, lambda p: p.accent),
    Variable(
        "mute",
        "The sign of what is never recalled.",
        SIGN,
        lambda p: p.foreground.blend(p.background, 0.55),
    ),
    Variable(
        "pane-border",
        "The border of a pane.",
        DECORATION,
        lambda p: p.background.blend(p.foreground, 0.22),
    ),
    Variable(
        "pane-border-focus", "The border of the pane with the focus.", SIGN, lambda p: p.primary
    ),
)
NAMES = tuple(variable.name for variable in VARIABLES)


def bent(color: Color, grounds: Iterable[Color], contrast: float, *, dark: bool) -> Color:
    """A colour moved towards white (in a dark theme) or black until it has a contrast.

    It may stay short of the contrast where not even white or black has it.
    """
    grounds = tuple(grounds)
    end = Color(255, 255, 255) if dark else Color(0, 0, 0)
    for step in range(BENDS + 1):
        result = color.blend(end, step / BENDS, alpha=1.0)
        if all(contrast_of(result, ground) >= contrast for ground in grounds):
            break
    return result


def contrast_of(one: Color, other: Color) -> float:
    """The contrast of two colours, 1 to 21, by the formula of WCAG 2.2.

    https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Color) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def variables_of(theme: Theme) -> dict[str, str]:
    """The studio's colours for any theme of Textual, its own included, each as ``#RRGGBB``.

    Those that the theme names are as it names them. `App.get_theme_variable_defaults` can return
    this, so that no theme leaves the studio's style sheets without a colour.
    """
    palette = palette_of(theme)
    return {
        variable.name: theme.variables.get(variable.name) or variable.of(palette).hex6
        for variable in VARIABLES
    }


def palette_of(theme: Theme) -> Palette:
    """The base colours of a theme of Textual, with those that Textual itself adds."""
    values = theme.to_color_system().generate()
    background = _solid(
        values["background"], Color(18, 18, 18) if theme.dark else Color(240, 240, 240)
    )
    names = ("surface", "panel", "primary", "secondary", "accent", "success", "warning", "error")
    return Palette(
        dark=theme.dark,
        background=background,
        foreground=_solid(values["foreground"], background.inverse),
        **{name: _solid(values[name], background) for name in names},
    )


def _solid(value: str, ground: Color) -> Color:
    """A colour that is not see-through; where it is the terminal's own, the ground."""
    color = Color.parse(value)
    return ground if color.ansi == -1 else (ground + color if color.a < 1 else color)


def texture(palette: Palette, own: dict[str, Color]) -> dict[str, str]:
    """Colours for Textual's own widgets that go with a palette and with the studio's colours.

    Quiet ones: on the line of a cursor every text colour of the studio can still be read.
    """
    ground = palette.background

    def tint(share: float) -> str:
        return ground.blend(palette.primary, share, alpha=1.0).hex6

    prose = own["prose"].hex6
    on_panel = bent(palette.accent, (palette.panel,), TEXT, dark=palette.dark)
    return {
        "border": own["pane-border-focus"].hex6,
        "border-blurred": own["pane-border"].hex6,
        "block-cursor-background": tint(0.24),
        "block-cursor-foreground": prose,
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": tint(0.12),
        "block-cursor-blurred-foreground": prose,
        "block-hover-background": tint(0.08),
        "input-cursor-background": palette.accent.hex6,
        "input-cursor-foreground": ground.hex6,
        "input-selection-background": tint(0.32),
        "input-selection-foreground": prose,
        "screen-selection-background": tint(0.32),
        "screen-selection-foreground": prose,
        "scrollbar": ground.blend(palette.foreground, 0.2, alpha=1.0).hex6,
        "scrollbar-hover": ground.blend(palette.foreground, 0.34, alpha=1.0).hex6,
        "scrollbar-active": palette.primary.hex6,
        "scrollbar-background": ground.hex6,
        "scrollbar-background-hover": ground.hex6,
        "scrollbar-background-active": ground.hex6,
        "scrollbar-corner-color": ground.hex6,
        "footer-background": palette.panel.hex6,
        "footer-foreground": palette.foreground.hex6,
        "footer-key-foreground": on_panel.hex6,
        "footer-description-foreground": palette.foreground.hex6,
    }
