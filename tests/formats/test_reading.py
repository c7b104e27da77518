"""A file that is no draft is refused in one line that says what it is and what to do."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import threading
import zipfile
from pathlib import Path

import pytest

from rgpt_tui.formats import reading
from rgpt_tui.formats.errors import (
    DraftEmpty,
    DraftMissing,
    DraftTooLarge,
    DraftUnreadable,
    DraftUnusable,
    EncodingUnclear,
    NotText,
)
from rgpt_tui.formats.reading import read_draft
from rgpt_tui.story.errors import RgptError
from tests.story import actors


@pytest.fixture
def draft(tmp_path):
    """Write bytes to a file, and give its path."""

    def write(data: bytes, name: str = "draft.txt"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def refusal(path, kind: type[DraftUnusable]) -> str:
    with pytest.raises(kind) as caught:
        read_draft(path)
    message = str(caught.value)
    assert isinstance(caught.value, RgptError)
    assert "\n" not in message
    assert "\x1b" not in message
    return message


def test_a_text_file_is_read_with_its_line_breaks_made_alike(draft):
    assert read_draft(draft("“Où?”\r\nIci.\rLà.\u2029\x0cFin\n".encode())) == (
        "“Où?”\nIci.\nLà.\n\n\nFin\n"
    )


def test_control_characters_and_terminal_escapes_are_not_read(draft):
    text = "\x1b[31mRed\x1b[0m\x07 \x1b]8;;http://a.b\x07link\x1b]8;;\x07 \x9b1mbold\x00"
    path = draft(text.replace("\x00", "").encode())
    assert read_draft(path) == "Red link bold"


def test_a_tab_indents_and_the_form_of_the_letters_is_kept(draft):
    text = "\tCafe\u0301\tand caf\u00e9 \u202e\n"
    assert read_draft(draft(text.encode())) == "    Cafe\u0301 and caf\u00e9 \u202e\n"


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\ufeff\n\u3000\n".encode()])
def test_an_empty_file_is_refused(draft, data):
    assert "is empty" in refusal(draft(data), DraftEmpty)


@pytest.mark.parametrize("data", [b"[" * 2_000_000, b"* * *\n\n---\n", "“…!”\n".encode()])
def test_a_file_without_a_letter_or_a_figure_is_refused(draft, data):
    assert "nothing to read" in refusal(draft(data), DraftEmpty)


def test_a_missing_file_is_refused_with_the_near_names(draft, tmp_path):
    draft(b"x", "chapter-one.txt")
    draft(b"x", "My Novel.md")
    message = refusal(tmp_path / "my_novel.md", DraftMissing)
    assert "“My Novel.md”?" in message
    assert "chapter-one" not in message
    assert "Is it" not in refusal(tmp_path / "zzz", DraftMissing)


def test_a_missing_folder_is_named(tmp_path):
    assert f"no folder {tmp_path / 'gone'}" in refusal(tmp_path / "gone" / "a.txt", DraftMissing)


def test_a_file_used_as_a_folder_is_missing(draft):
    refusal(draft(b"x") / "a.txt", DraftMissing)


def test_a_folder_is_refused(tmp_path):
    assert "is a folder" in refusal(tmp_path, DraftUnreadable)


def test_a_device_is_refused():
    refusal(reading_path("/dev/null"), DraftUnreadable)


def reading_path(name: str):
    from pathlib import Path

    return Path(name)


def test_a_file_that_may_not_be_read_is_refused():
    # Root may read everything, and a folder of pytest's nobody but its owner may enter.
    with tempfile.TemporaryDirectory(prefix="rgpt-test-") as folder:
        Path(folder).chmod(0o755)
        file = Path(folder) / "draft.txt"
        file.write_text("The tide went out.")
        file.chmod(0o644)
        read = json.loads(actors.run("without_rights", "draft", file))["draft"]
        file.chmod(0)
        refused = json.loads(actors.run("without_rights", "draft", file))["draft"]
    assert read == "The tide went out."
    assert refused[0] == "DraftUnreadable"
    assert "Permission denied" in refused[1]


def test_a_file_beyond_all_bounds_is_refused(draft, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 2 * 1024 * 1024)
    path = draft(b"")
    os.truncate(path, 2 * 1024 * 1024 + 1)
    assert "more than 2 MB" in refusal(path, DraftTooLarge)


def test_a_pipe_is_read(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"It rained.\n",))
    writer.start()
    assert read_draft(pipe) == "It rained.\n"
    writer.join()


def zipped(path, *names: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["word/document.xml"], "a Word document"),
        (["mimetype", "META-INF/container.xml"], "an EPUB book"),
        (["content.xml"], "an OpenDocument text"),
        (["draft.txt"], "a ZIP archive"),
    ],
)
def test_a_packed_file_is_named_by_what_is_in_it(tmp_path, names, kind):
    zipped(tmp_path / "draft.md", *names)
    assert f"is {kind}" in refusal(tmp_path / "draft.md", NotText)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"{\\rtf1\\ansi Hello}", "an RTF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Word document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "an image"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "an image"),
        (b"PK\x03\x04 broken", "a ZIP archive"),
        (bytes(60) + b"BOOKMOBI", "a Kindle book"),
        (b"\x7fELF\x02\x01" + bytes(20), "binary data"),
        (b"  <!DOCTYPE html>\n<p>It rained.</p>", "an HTML page"),
        ("It rained.".encode("utf-16-le"), "text in UTF-16"),
    ],
)
def test_a_file_of_another_kind_is_named(draft, data, kind):
    message = refusal(draft(data), NotText)
    assert kind in message
    assert "Nothing was imported." in message


def test_the_book_of_a_story_is_named(tmp_path):
    connection = sqlite3.connect(tmp_path / "book.db")
    connection.execute("CREATE TABLE story (tip)")
    connection.close()
    assert "is a database" in refusal(tmp_path / "book.db", NotText)


def test_a_line_that_breaks_utf_8_is_named(draft):
    data = ("“Où?”\n" * 20).encode() + b"caf\xe9\n" + "là\n".encode()
    message = refusal(draft(data), EncodingUnclear)
    assert "line 21" in message
    assert "UTF-8" in message


def test_an_encoding_that_is_not_certain_is_named_with_the_way_to_convert_it(draft):
    data = ("Стояла тёмная и бурная ночь. Дождь лил как из ведра. " * 5).encode("cp1251")
    message = refusal(draft(data), EncodingUnclear)
    assert "cp1251" in message
    assert "iconv -f cp1251 -t UTF-8" in message


def test_a_name_with_escapes_in_it_does_not_reach_the_terminal(tmp_path):
    refusal(tmp_path / "\x1b[31mred\n.txt", DraftMissing)
