"""The portable bundle: a whole story in one file, there and back."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from rgpt_tui.engine.importing import read_story
from rgpt_tui.formats import bundle
from rgpt_tui.formats.bundle import from_bundle, to_bundle
from rgpt_tui.formats.bundle_mark import is_bundle
from rgpt_tui.formats.errors import BundleUnusable
from rgpt_tui.story.book import Book
from rgpt_tui.story.marks import Mark
from rgpt_tui.story.records import Brief
from rgpt_tui.story.whole import read_whole
from rgpt_tui.story.whole_writing import write_whole
from tests.story.samples import full_step, step
from tests.story.whole_books import whole_books

if TYPE_CHECKING:
    from collections.abc import Callable

    from rgpt_tui.story.whole_records import WholeBook


@settings(max_examples=60, deadline=None)
@given(whole=whole_books())
def test_a_story_comes_out_of_a_bundle_as_it_went_in_and_of_a_book_made_from_it_too(
    whole: WholeBook,
) -> None:
    data = to_bundle(whole)
    assert is_bundle(data)
    assert from_bundle(data, "x.rgpt.json") == whole
    with tempfile.TemporaryDirectory() as name:
        write_whole(Path(name), whole)
        assert read_whole(Path(name)) == whole
        assert to_bundle(read_whole(Path(name))) == data


@pytest.fixture
def story(tmp_path: Path) -> WholeBook:
    """A story of three steps, two of them siblings, with a mark."""
    Book.create(tmp_path, Brief(title="The Drowned Bell")).close()
    with Book.open(tmp_path) as book:
        book.commit([full_step(), step("Two.")])
        book.undo()
        (other,) = book.commit([step("Another two.")])
        book.marks.put(other.id, Mark.PIN)
    return read_whole(tmp_path)


def test_halves_of_characters_become_whole_or_a_mark_on_both_ways(story: WholeBook) -> None:
    first, *others = story.steps
    text = replace(first.revisions[0].text, paragraph="half \ud83d and whole \ud83d\ude00")
    broken = replace(first, revisions=(replace(first.revisions[0], text=text),))
    data = to_bundle(replace(story, steps=(broken, *others)))
    read = from_bundle(data, "x").steps[0].revisions[0].text.paragraph
    assert read == "half \ufffd and whole \U0001f600"
    foreign = json.dumps(json.loads(data)).replace("\\ufffd", "\\ud83d").encode()
    assert from_bundle(foreign, "x").steps[0].revisions[0].text.paragraph == read


def test_a_bundle_that_another_program_wrote_with_another_layout_is_the_same_story(
    story: WholeBook,
) -> None:
    content = json.loads(to_bundle(story))
    for data in (
        json.dumps(content, sort_keys=True).encode(),
        b"\xef\xbb\xbf\r\n " + json.dumps(content, ensure_ascii=False, indent=8).encode(),
    ):
        assert is_bundle(data)
        assert from_bundle(data, "x") == story


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_a_bundle_that_an_editor_or_a_shell_saved_in_another_encoding_is_the_same_story(
    story: WholeBook, tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "bell.rgpt.json"
    file.write_bytes(to_bundle(story).decode().replace("\n", "\r\n").encode(encoding))
    assert read_story(file, "") == story


def test_a_bundle_names_no_path_and_a_title_is_only_a_title(tmp_path: Path) -> None:
    folder = tmp_path / "somewhere"
    folder.mkdir()
    Book.create(folder, Brief(title="../../etc/passwd")).close()
    data = to_bundle(read_whole(folder))
    assert b"somewhere" not in data
    assert str(tmp_path).encode() not in data
    assert from_bundle(data, "x").brief.title == "../../etc/passwd"


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"Once upon a time.", b'{"format": "rgpt"}', b'"format": "rgpt story"'],
)
def test_what_is_no_bundle_is_not_taken_for_one(data: bytes) -> None:
    assert not is_bundle(data)


def change(*way: Any, to: object) -> Callable[[Any], None]:
    def put(content: Any) -> None:
        for each in way[:-1]:
            content = content[each]
        if to is None and isinstance(content, dict):
            del content[way[-1]]
        else:
            content[way[-1]] = to

    return put


def throw_away_the_first_step(content: Any) -> None:
    first = content["story"]["steps"][0]
    content["story"]["bin"] = [{"step": first["id"], "created": first["created"]}]


WRONG: dict[str, tuple[Callable[[Any], None], str]] = {
    "a field missing": (change("story", "briefs", to=None), "missing.*`briefs`"),
    "a field too many": (change("story", "path", to="/etc/passwd"), "unknown field `path`"),
    "an unknown field deep down": (
        change("story", "steps", 0, "revisions", 0, "text", "style", to="x"),
        r"at story\.steps\[.*\].*unknown field `style`",
    ),
    "a number for a text": (
        change("story", "briefs", 0, "brief", "title", to=7),
        "title: expected `str`, got `int`",
    ),
    "an unknown kind": (change("story", "steps", 1, "kind", to="sung"), "enum value 'sung'"),
    "an id that is a path": (
        change("story", "steps", 1, "id", to="../../../../etc/passwd/aaaaaaaaaa"),
        r"at story\.steps\[.*\]\.id",
    ),
    "an id with a line break": (change("story", "tip", to="a" * 32 + "\n"), "at story.tip"),
    "a time without a zone": (
        change("story", "steps", 1, "created", to="2026-11-01T09:00:00"),
        r"at story\.steps\[.*\]\.created",
    ),
    "a time before all others": (
        change("story", "steps", 1, "created", to="0001-01-01T00:00:00+10:00"),
        "0001-01-01",
    ),
    "a number beyond SQLite": (change("story", "moment", to=2**64), "at story.moment"),
    "a negative number": (change("story", "moment", to=-1), "at story.moment"),
    "a mark of no kind": (change("story", "marks", 0, "mark", to="burn"), "enum value 'burn'"),
    "no such tip": (change("story", "tip", to="b" * 32), "the tip is step “b"),
    "an orphan": (change("story", "steps", 1, "parent", to="b" * 32), "which is not there"),
    "a newer version": (change("version", to=99), "newer rgpt"),
    "a name of nothing": (change("story", "names", to=[{"step": "b" * 32, "name": "x"}]), "a name"),
    "a name too long": (
        change("story", "names", to=[{"step": "b" * 32, "name": "x" * 999}]),
        "length <= 60",
    ),
    "the story in the bin": (throw_away_the_first_step, "which is in the bin"),
    "no such version": (change("version", to=0), "version 0"),
    "another format": (change("format", to="epub"), "“epub”"),
    "an escape code in an error": (
        change("story", "steps", 1, "kind", to="\x1b[31m" + "long " * 999),
        r"\[31mlong",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_bundle_that_is_wrong_is_refused_with_what_is_wrong_where(
    name: str, story: WholeBook
) -> None:
    put, said = WRONG[name]
    content = json.loads(to_bundle(story))
    put(content)
    with pytest.raises(BundleUnusable, match=said) as refused:
        from_bundle(json.dumps(content).encode(), "my\x1b[31m.rgpt.json")
    assert "Nothing was imported" in str(refused.value)
    assert "\x1b" not in str(refused.value)
    assert len(str(refused.value)) < 500


def test_a_bundle_of_the_first_version_is_a_story_without_names_and_bin(story: WholeBook) -> None:
    content = json.loads(to_bundle(story))
    content["version"] = 1
    del content["story"]["names"], content["story"]["bin"]
    for each in content["story"]["steps"]:
        for revision in each["revisions"]:
            del revision["author"]
    old = from_bundle(json.dumps(content).encode(), "old.rgpt.json")
    assert (old.names, old.bin) == ((), ())
    assert {revision.author for each in old.steps for revision in each.revisions} == {None}
    assert [each.id for each in old.steps] == [each.id for each in story.steps]


def test_steps_in_a_circle_are_refused(story: WholeBook) -> None:
    content = json.loads(to_bundle(story))
    first, second, _ = content["story"]["steps"]
    first["parent"] = second["id"]
    content["story"]["first"] = None
    with pytest.raises(BundleUnusable, match="circle"):
        from_bundle(json.dumps(content).encode(), "x")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.999])
def test_a_bundle_that_was_cut_is_refused(story: WholeBook, kept: float) -> None:
    data = to_bundle(story)
    with pytest.raises(BundleUnusable, match="cut or damaged"):
        from_bundle(data[: int(len(data) * kept)], "x")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"x": ' * 200_000, "deep|damaged"),
        (b'{"format": "rgpt story", "version": 1, "story": ' + b"[" * 200_000, "deep|damaged"),
        (b'{"format": "rgpt story", "version": 1, "story": NaN}', "damaged"),
        (b'{"format": "rgpt \xff\xfe story", "version": 1}', "not in UTF-8"),
        (b"", "damaged"),
    ],
    ids=["deep", "deep inside", "NaN", "not UTF-8", "empty"],
)
def test_what_only_looks_like_a_bundle_is_refused_and_never_breaks_the_reader(
    data: bytes, said: str
) -> None:
    with pytest.raises(BundleUnusable, match=said):
        from_bundle(data, "x")


def test_a_bundle_beyond_the_bound_is_neither_written_nor_read(
    story: WholeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = to_bundle(story)
    monkeypatch.setattr(bundle, "LARGEST_BUNDLE", len(data) - 1)
    with pytest.raises(BundleUnusable, match="No bundle was written"):
        to_bundle(story)
    with pytest.raises(BundleUnusable, match="more than"):
        from_bundle(data, "x")
