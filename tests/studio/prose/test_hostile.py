from __future__ import annotations

import unicodedata

import pytest
from rich.cells import cell_len

from tests.studio.prose.conftest import Reader, settled

HOSTILE = {
    "markup": "[bold red]not bold[/] [link=file:///etc]x[/link] [@click=app.quit]quit[/]",
    "escape codes": "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b]52;c;aGk=\x07 \x9b2J\x08\x08\x7f",
    "right to left": "abc \u202e evil \u2066 isolate \u2069 עברית ועוד עברית \u202c end",
    "zero width": "a\u200b\u200c\u200d\u2060\ufeffb e\u0301\u0301\u0301 \u0301start",
    "tower": "z" + "\u0336\u0301" * 5000,
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 🇫🇷🇩🇪 ❤️ 👍🏽 1️⃣ " * 20,
    "a long word": "x" * 100_000,
    "a long line": "word " * 20_000,
    "wide": "「漢字とかな」、。" * 2000,
    "half a character": "a\ud83db",
    "line breaks": "a\n\n\nb\r\nc\u2028d\x0be",
    "private": "\ue000\U000f0000\ufffe\U0010ffff",
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_words_are_shown_as_text_and_stay_in_their_columns(name: str) -> None:
    app = Reader([HOSTILE[name], "The next one."])
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.provenance = True
        await settled(pilot)
        app.view.begin_stream(HOSTILE[name])
        app.view.stream(HOSTILE[name])
        await settled(pilot)
        for _ in range(2):
            strips = app.screen._compositor.render_strips()
            for strip in strips:
                assert strip.cell_length == 80
                assert sum(cell_len(segment.text) for segment in strip) == 80
                assert not any(
                    unicodedata.category(character) in ("Cc", "Cs")
                    or character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
                    for character in strip.text
                )
                strip.text.encode()
            app.export_screenshot()
            await pilot.press("end")
            await settled(pilot)


async def test_markup_is_shown_as_it_is_written() -> None:
    app = Reader([HOSTILE["markup"]])
    async with app.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        assert "[bold red]not bold[/]" in " ".join(app.words)


async def test_a_heading_is_text_too() -> None:
    app = Reader(["x"])
    app.entries = lambda: [  # type: ignore[method-assign]
        type(entry)(id=entry.id, words=1, heading="[red]\x1b[2JCh\u202eapter[/] " + "y" * 9000)
        for entry in Reader.entries(app)
    ]
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert any("[red][2JChapter[/]" in words for words in app.words)
