"""Whatever a file or a reply holds: it is read, or refused in words; nothing else ever comes."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rgpt_tui.engine.importing import read_story, steps_of
from rgpt_tui.formats.draft import Draft
from rgpt_tui.places import packaged_folder
from rgpt_tui.settings_reading import SettingsUnusable, load_settings, read_keys
from rgpt_tui.settings_writing import write_setting
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.printable import CONTROLS
from rgpt_tui.studio.actions import ACTIONS
from rgpt_tui.studio.keymap import read_keymap
from rgpt_tui.studio.left import read_left
from rgpt_tui.studio.themes import ThemeUnusable, read_theme
from tests.writer.reply.reading import characters, read
from tests.writer.reply.test_properties import ASKED, LANGUAGES, any_reply

if TYPE_CHECKING:
    from rgpt_tui.writer.sections import Section

DRAFTS = sorted((Path(__file__).parents[1] / "formats" / "drafts").glob("*.*"))
THEMES = sorted(packaged_folder("themes").glob("*.toml"))
SPLICES = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b]0;x\x07", b"\xc2\x9b", b"\xed\xa0\xbd", b"\r",
    b"\n\n", b"# ", b"CHAPTER I\n", b"`" * 50, b"*" * 50, b"[[", b"---\n", b"PK\x03\x04", b"nan",
    b'{"format": "rgpt story"', b'"""', b"'", b" = ", b"[studio]\n", b"#12", b"1e999", b"\\u0000",
    b"99999999999999999999",
)  # fmt: skip
FEW = settings(deadline=None)


@st.composite
def mutated(draw: st.DrawFn, files: list[Path]) -> bytes:
    """A file with some bytes changed, taken out, put in or doubled; or bytes of no file at all."""
    if draw(st.integers(0, 5)) == 0:
        return draw(st.binary(max_size=400))
    data = draw(st.sampled_from(files)).read_bytes()
    begin = draw(st.integers(0, max(0, len(data) - 3000)))
    data = data[begin : begin + 3000]
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data)))
        end = min(len(data), place + draw(st.integers(0, 30)))
        put = draw(st.one_of(st.sampled_from(SPLICES), st.binary(max_size=6)))
        data = data[:place] + put * draw(st.integers(1, 3)) + data[end:]
    return data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzzed")


@FEW
@given(any_reply, ASKED, LANGUAGES, st.booleans())
def test_a_reply_of_any_text_is_read_alike_by_the_character_and_can_be_stored(
    reply: str, asked: tuple[Section, ...], language: str, cut: bool
) -> None:
    whole = read(reply, asked, language, cut=cut)
    apart = read(characters(reply), asked, language, cut=cut)
    assert apart.sections == whole.sections
    for text in whole.sections.values():
        assert text.encode()


@FEW
@given(mutated(DRAFTS), st.sampled_from([".txt", ".md", ".rgpt.json"]))
def test_a_draft_of_any_bytes_is_text_without_controls_or_refused(
    folder: Path, data: bytes, suffix: str
) -> None:
    file = folder / f"draft{suffix}"
    file.write_bytes(data)
    with suppress(RgptError):
        found = read_story(file, "")
        assert isinstance(found, tuple)
        draft = found[0]
        assert isinstance(draft, Draft)
        for step in steps_of(draft):
            text = step.text.heading + step.text.paragraph
            assert not set(map(ord, text)) & set(CONTROLS) - {0x0A}


@FEW
@given(mutated(THEMES))
def test_a_theme_of_any_bytes_is_a_theme_or_skipped_in_a_sentence(
    folder: Path, data: bytes
) -> None:
    file = folder / "night.toml"
    file.write_bytes(data)
    with suppress(ThemeUnusable):
        theme = read_theme(file)
        assert theme.to_color_system().generate()


SETTINGS = b"""# mine
stories = "~/stories"
model = "openai/writer"
temperature = 0.7
rounds = 4
measure = 70
[keys]
"writing.write" = "f9"
[keys.story]
edit = "e,f2"
"""


@FEW
@given(st.data())
def test_settings_of_any_bytes_hold_or_are_refused_and_never_lost(
    folder: Path, data: st.DataObject
) -> None:
    file = folder / "settings.toml"
    file.write_bytes(SETTINGS)
    content = data.draw(mutated([file]))
    file.write_bytes(content)
    try:
        load_settings(file=file, environ={})
        keys = read_keymap(read_keys(file), ACTIONS)
        assert all(isinstance(each, str) for each in keys.keys.values())
        write_setting("rounds", 7, file)
    except SettingsUnusable:
        assert file.read_bytes() == content
    else:
        assert tomllib.loads(file.read_bytes().decode("utf-8-sig"))["rounds"] == 7


LEFT = b'{"format":1,"last":"/a","stories":[{"folder":"/a","opened":1.5,"place":{"step":"b"}}]}'


@FEW
@given(st.data())
def test_what_was_left_of_any_bytes_never_keeps_the_studio_from_starting(
    folder: Path, data: st.DataObject
) -> None:
    file = folder / "studio.json"
    file.write_bytes(LEFT)
    file.write_bytes(data.draw(mutated([file])))
    left, fault = read_left(file)
    assert left.format <= 1
    assert fault is None or isinstance(fault, str)
