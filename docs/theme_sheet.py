"""Show each theme on a sample screen, as an SVG file and, where cairosvg is installed, as a PNG.

``python docs/theme_sheet.py FOLDER [NAME …]`` writes ``NAME.svg`` and ``NAME.png`` into the folder,
for the themes that are named, or for all.
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import App
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, OptionList, Static, TextArea

from rgpt_tui.studio.colours import variables_of
from rgpt_tui.studio.themes import load_themes

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.theme import Theme
    from textual.widget import Widget

SIZE = (120, 40)
PNG_FONT = "DejaVu Sans Mono"
"""cairosvg has no list of fonts to fall back on: one that is fixed in width must be named."""

HEADING = "Three: The ferry that came twice"
BEFORE = (
    "The lamp on the quay had burned since noon, and nobody had lit it. Marta turned her collar "
    "up and counted the posts again: eleven, as there had been eleven in her father's time, and "
    "the twelfth a stump under the water where the eels slept."
)
CURRENT = (
    "She had promised to wait for the second bell. But the second bell hung in the chapel, and "
    "the chapel had been under the sea for forty years. “You'll hear it,” the old man had said, "
    "and had laughed as one laughs at weather. Now the fog came in over the flats, and under it, "
    "clear as a spoon on glass, one stroke."
)
STREAMING = "The ferry did not slow. It had no light at the bow, and at the rail, where the crew"
EDITED = "Nobody in Sund would say afterwards who had seen it first."
MEMORY = (
    ("memory-dropped", "− Her brother left in spring."),
    ("memory-kept", "  Marta waits on the quay for a bell."),
    ("locked", "◆ The chapel sank forty years ago."),
    ("memory-kept", "  Old Jorn said she would hear it."),
    ("memory-added", "+ One stroke came through the fog."),
)
RECALLED = (
    ("pin", "score-bar", "▪ ", "██████ ", ".81  step 12  The chapel"),
    ("mute", "score-bar", "  ", "████▌  ", ".64  step 31  Jorn laughs"),
    ("mute", "near-miss", "  ", "██▌    ", ".38  step 4   Eleven posts"),
    ("mute", "mute", "× ", "██     ", ".35  step 9   The eels"),
)
PLANS = (
    "1  She boards the ferry.",
    "2  She runs for the chapel road.",
    "3  The ferry passes, lit within.",
)
SOURCES = ("model", "edited", "own", "imported")


class Sheet(App[None]):
    """A screen like the studio's, that does nothing."""

    CSS = """
    Screen { layers: base; }
    #left { width: 76; }
    .pane { border: round $pane-border; padding: 0 1; height: auto;
            border-title-color: $foreground; background: $background; color: $prose; }
    .pane:focus-within { border: round $pane-border-focus; border-title-color: $pane-border-focus; }
    #story { height: 1fr; padding: 1 1 0 1; }
    TextArea, TextArea:focus { border: none; padding: 0; height: 4; background: $surface;
                               color: $prose; }
    OptionList, OptionList:focus { border: none; padding: 0; background: $background; }
    #status { background: $panel; color: $prose-dim; padding: 0 1; }
    """
    BINDINGS: ClassVar = [
        ("ctrl+g", "write", "Write"),
        ("ctrl+f", "search", "Search"),
        ("f8", "inspect", "Inspect"),
        ("ctrl+o", "stories", "Stories"),
    ]
    ENABLE_COMMAND_PALETTE = False

    def action_write(self) -> None:
        """Nothing; it is there to stand in the footer, as are the others."""

    action_search = action_inspect = action_stories = action_write

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.register_theme(theme)
        self.theme = theme.name
        self.colours = variables_of(theme)
        self.shown = theme

    def compose(self) -> ComposeResult:
        """Panes with a sample of every colour."""
        plans = OptionList(*(Text(plan) for plan in PLANS))
        recalled = OptionList(*(self._recalled(*row) for row in RECALLED))
        with Horizontal():
            with Vertical(id="left"):
                yield self._pane("Story", Static(self._story()), id="story")
                yield self._pane("Your hand", TextArea(STREAMING, soft_wrap=True))
            with Vertical():
                yield self._pane("Memory  14 of 20 sentences", Static(self._lines(MEMORY)))
                yield self._pane("Recalled", recalled)
                yield self._pane("Next", plans)
                yield self._pane("Who wrote what", Static(self._sources()))
                yield self._pane("Signals", Static(self._signals()))
        yield Static("openai/gpt · 41,204 words · 1,116 today · 38 tokens/s", id="status")
        yield Footer()

    def on_mount(self) -> None:
        """Put a cursor where the studio would have one."""
        editor = self.query_one(TextArea)
        editor.move_cursor((0, 4))
        editor.move_cursor((0, 9), select=True)
        self.query(OptionList).last().highlighted = 1
        self.query(OptionList).last().focus()

    def _pane(self, title: str, inside: Widget, id: str | None = None) -> Vertical:  # noqa: A002
        pane = Vertical(inside, classes="pane", id=id)
        pane.border_title = title
        return pane

    def _story(self) -> Text:
        c = self.colours
        text = Text()
        text.append(f"{HEADING}\n\n", style=f"bold {c['heading']}")
        text.append("\n".join(f"  {line}" for line in wrap(EDITED + " " + BEFORE, 66)))
        text.stylize(c["prose-dim"], len(HEADING) + 2)
        text.append("\n\n")
        for line in wrap(CURRENT, 66):
            text.append("▎ ", style=c["selection-bar"])
            text.append(f"{line}\n", style=c["prose"])
        text.append("\n")
        text.append("\n".join(f"  {line}" for line in wrap(BEFORE, 66)), style=c["prose"])
        text.append("\n\n")
        text.append("\n".join(f"  {line}" for line in wrap(STREAMING, 66)), style=c["streaming"])
        text.append("▌", style=c["selection-bar"])
        return text

    def _lines(self, rows: tuple[tuple[str, str], ...]) -> Text:
        text = Text()
        for name, line in rows:
            style = f"strike {self.colours[name]}" if "dropped" in name else self.colours[name]
            text.append(f"{line}\n", style=style)
        text.right_crop()
        return text

    def _recalled(self, sign: str, bar: str, mark: str, score: str, words: str) -> Text:
        c = self.colours
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append(mark, style=c[sign])
        text.append(score, style=c[bar])
        text.append(words, style=c["prose" if bar == "score-bar" else "near-miss"])
        return text

    def _sources(self) -> Text:
        text = Text()
        for source, share in zip(SOURCES, (61, 22, 14, 3), strict=True):
            name = f"provenance-{source}"
            text.append(f"{'█' * (share // 5 + 1)} ", style=self.colours[name])
            text.append(f"{source} {share} %\n", style=self.colours[name])
        text.append("▸ ", style=self.colours["plan-chosen"])
        text.append("the plan that was chosen", style=self.colours["plan-chosen"])
        return text

    def _signals(self) -> Text:
        text = Text()
        for name in ("primary", "secondary", "accent", "success", "warning", "error"):
            text.append(f"{name} ", style=str(getattr(self.shown, name)))
        return text


async def drawn(theme: Theme) -> str:
    """The sample screen in a theme, as SVG."""
    app = Sheet(theme)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.wait_for_scheduled_animations()
        await pilot.pause()
        return app.export_screenshot(title=theme.name)


def main(folder: str, *names: str) -> None:
    """Draw themes into a folder."""
    themes = load_themes()
    print(*themes.faults, sep="\n", end="")
    Path(folder).mkdir(parents=True, exist_ok=True)
    for theme in themes.themes:
        if names and theme.name not in names:
            continue
        svg = asyncio.run(drawn(theme))
        file = Path(folder) / f"{theme.name}.svg"
        file.write_text(svg, encoding="utf-8")
        try:
            import cairosvg
        except ImportError:
            continue
        svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
        svg = svg.replace("Fira Code", PNG_FONT)
        cairosvg.svg2png(bytestring=svg.encode(), write_to=str(file.with_suffix(".png")))


if __name__ == "__main__":
    main(*sys.argv[1:])
