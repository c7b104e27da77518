"""Bundles of somebody else's making: a story, or a clear word; never a mistake, never a half."""

from __future__ import annotations

import json
from contextlib import suppress
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rgpt_tui.engine.importing import put_on_shelf, read_story
from rgpt_tui.formats import bundle
from rgpt_tui.formats.bundle import from_bundle, to_bundle
from rgpt_tui.formats.errors import BundleUnusable
from rgpt_tui.places import packaged_folder
from rgpt_tui.story.shelf import Shelf
from rgpt_tui.story.whole import read_whole
from rgpt_tui.story.whole_writing import write_whole

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from rgpt_tui.story.whole_records import WholeBook

SAMPLE = next(packaged_folder("stories").glob("*.rgpt.json")).read_bytes()
HEAD = b'{"format": "rgpt story", "version": 1, "story": '
HALF = b'"\\ud83d"'
HOSTILE_VALUES: tuple[Any, ...] = (
    None, True, -1, 2**53 + 1, 10**400, 1e308, "", "\x1b]0;owned\x07", "../../etc/passwd", "a" * 32,
    "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", [], {}, [[]], {"a": {}}, "\ud83d",
)  # fmt: skip


def hostile(at: bytes, by: bytes) -> bytes:
    """The sample story with its first piece of a kind replaced."""
    assert at in SAMPLE
    return SAMPLE.replace(at, by, 1)


DATA = {
    "brackets": HEAD + b"[" * 1_000_000,
    "brackets around half a character": HEAD + b"[" * 994 + HALF + b"]" * 994 + b"}",
    "objects around half a character": HEAD + b'{"a":' * 990 + HALF + b"}" * 990 + b"}",
    "digits": HEAD + b"1" * 5_000_000 + b"}",
    "a number that is none": hostile(b'"seconds": ', b'"seconds": NaN, "x": '),
    "a number without end": hostile(b'"seconds": ', b'"seconds": 1e99999, "x": '),
    "seconds whose sum is none": hostile(b'"seconds": 0.0', b'"seconds": 1e308'),
    "a text of 70 MB": hostile(b'"description": "', b'"description": "' + b"a" * 70_000_000),
    "a title of 1 MB": hostile(b'"title": "', b'"title": "' + b"a" * 1_000_000),
    "half a character and 40 MB": hostile(b'"title": "', b'"title": "\\ud83d' + b"a" * 40_000_000),
    "bytes that are no text": hostile(b'"title": "', b'"title": "\xff\xfe'),
}


@pytest.mark.parametrize("name", DATA)
def test_a_hostile_bundle_is_refused_in_words_and_nothing_is_written(
    name: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.rgpt.json"
    file.write_bytes(DATA[name])

    with pytest.raises(BundleUnusable, match="Nothing was imported") as refused:
        read_story(file, "")

    assert len(str(refused.value)) < 600
    assert list(tmp_path.iterdir()) == [file]


def test_more_fields_than_memory_could_hold_are_not_even_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bundle, "MOST_COLONS", 1000)

    with pytest.raises(BundleUnusable, match="more fields than any story"):
        from_bundle(HEAD + b'{"a" :"",' * 1001, "x")


def test_of_a_field_that_is_there_twice_one_counts_and_the_story_holds_together(
    tmp_path: Path,
) -> None:
    whole = from_bundle(hostile(b'"tip":', b'"tip": null, "tip":'), "x")

    folder = put_on_shelf(Shelf(tmp_path), whole)

    assert read_whole(folder) == from_bundle(SAMPLE, "x")


@pytest.mark.parametrize("title", ["../../out", "/etc/out", "..", ".", "con", "a\x00b", "\\\\x\\y"])
def test_no_title_of_a_bundle_leads_off_the_shelf(tmp_path: Path, title: str) -> None:
    content = json.loads(SAMPLE)
    for version in content["story"]["briefs"]:
        version["brief"]["title"] = title
    shelf = Shelf(tmp_path / "deep" / "stories")

    folder = put_on_shelf(shelf, from_bundle(json.dumps(content).encode(), "x"))

    assert folder.parent == shelf.folder
    assert [*tmp_path.iterdir()] == [tmp_path / "deep"]
    assert [*(tmp_path / "deep").iterdir()] == [shelf.folder]


def story_of(data: bytes) -> WholeBook | None:
    """The story of a bundle; None where it is refused, which is all that it may be."""
    with suppress(BundleUnusable):
        return from_bundle(data, "x.rgpt.json")
    return None


def mutated(content: Any, chance: random.Random) -> None:
    """Change one place in a bundle into something hostile."""
    at = content
    while True:
        keys = [*at] if isinstance(at, dict) else [*range(len(at))]
        if not keys:
            return
        key = chance.choice(keys)
        deeper = at[key]
        if isinstance(deeper, dict | list) and deeper and chance.random() < 0.85:
            at = deeper
            continue
        what = chance.randrange(4)
        if what == 0:
            del at[key]
        elif what == 1 and isinstance(at, list):
            at.append(deeper)
        elif what == 2 and isinstance(at, dict):
            at["x" if chance.random() < 0.5 else chance.choice(keys)] = deeper
        else:
            at[key] = deepcopy(chance.choice(HOSTILE_VALUES))
        return


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 3))
def test_a_changed_bundle_is_a_sound_story_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random, changes: int
) -> None:
    content = json.loads(SAMPLE)
    for _ in range(changes):
        mutated(content, chance)
    whole = story_of(json.dumps(content).encode())
    if whole is None:
        return
    folder = tmp_path_factory.mktemp("story")
    write_whole(folder, whole)
    assert read_whole(folder) == whole
    assert from_bundle(to_bundle(whole), "x") == whole


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.binary(max_size=4)), max_size=6))
def test_flipped_bytes_are_a_sound_story_or_a_clear_error(flips: list[tuple[int, bytes]]) -> None:
    data = bytearray(SAMPLE)
    for place, put in flips:
        data[place : place + len(put)] = put
    whole = story_of(bytes(data))
    assert whole is None or from_bundle(to_bundle(whole), "x") == whole
