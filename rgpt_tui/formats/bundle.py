"""The portable bundle: a whole story as one JSON file, to keep, to send, to take in elsewhere.

It holds texts, numbers and times, and nothing that a reader would obey: no path, no key, no code.
"""

from __future__ import annotations

import json
import re
from datetime import UTC
from typing import Final

import msgspec

from rgpt_tui.formats.bundle_mark import FORMAT, LARGEST_BUNDLE
from rgpt_tui.formats.bundle_schema import BundlePart
from rgpt_tui.formats.errors import BundleUnusable
from rgpt_tui.story.printable import printable
from rgpt_tui.story.rows import storable
from rgpt_tui.story.whole_records import WholeBook, fault_of

VERSION: Final = 3
"""2 brought names of branches, the bin, and whose words a revision brought."""
_FAULT: Final = re.compile(r"(?P<what>.*?) - at `\$\.?(?P<where>.*)`", re.DOTALL)
MOST_COLONS: Final = 10_000_000
"""Each field has one, and takes more memory than the file has bytes for it. A story of 10,000 steps
has two million fields, and half as many colons in its prose."""
LARGEST_MENDED: Final = 32 * 1024 * 1024
"""In bytes: mending takes many times as much memory. What rgpt writes has nothing to mend."""
_OBEYED: Final = re.compile(rb"\x7f|\xc2[\x80-\x9f]")
"""DEL and the C1 controls, which JSON may hold as they are, and a terminal would obey."""
_LONGEST: Final = 200
"""In characters, of what a message repeats from a file."""


class _Head(msgspec.Struct):
    format: str
    version: int


class _Bundle(msgspec.Struct):
    format: str
    version: int
    story: WholeBook


def to_bundle(whole: WholeBook) -> bytes:
    """The bundle of a story, the same for the same story: JSON in UTF-8, indented by one space.

    Raises:
        BundleUnusable: it would have more than `LARGEST_BUNDLE` bytes, and could not be taken in.
    """
    bundle = _Bundle(format=FORMAT, version=VERSION, story=whole)
    try:
        encoded = msgspec.json.encode(bundle)
    except UnicodeEncodeError:
        encoded = _whole_characters(msgspec.to_builtins(bundle))
    data = _OBEYED.sub(_as_escape, msgspec.json.format(encoded, indent=1)) + b"\n"
    if len(data) > LARGEST_BUNDLE:
        raise BundleUnusable(
            f"The bundle would have more than {LARGEST_BUNDLE // 1024**2} MB, and no rgpt would "
            "take it in. No bundle was written; the story is untouched. Copy its folder instead."
        )
    return data


def from_bundle(data: bytes, name: str) -> WholeBook:
    """The story of a bundle, which holds together as `fault_of` means it.

    Args:
        data: the content of the file.
        name: of the file, for messages.

    Raises:
        BundleUnusable: it is too large, of a newer version, damaged, or tells of a story that
            cannot be; the message says what and where.
    """
    if len(data) > LARGEST_BUNDLE:
        raise _unusable(name, f"it has more than {LARGEST_BUNDLE // 1024**2} MB")
    if data.count(b":") > MOST_COLONS:
        raise _unusable(name, "it has more fields than any story")
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        head = msgspec.json.decode(data, type=_Head)
        if head.format != FORMAT:
            raise _unusable(name, f"its format is “{head.format}” and not “{FORMAT}”")
        if head.version > VERSION:
            raise BundleUnusable(
                f"{_shown(name)} was written by a newer rgpt (bundle version {head.version}; this "
                f"one reads {VERSION}). Nothing was imported. Install the newer rgpt to import it."
            )
        if head.version < 1:
            raise _unusable(name, f"there is no bundle version {head.version}")
        story = msgspec.json.decode(data, type=BundlePart).story
        whole = msgspec.convert(story, WholeBook, from_attributes=True)
    except msgspec.ValidationError as error:
        raise _unusable(name, _said(error)) from error
    except msgspec.DecodeError as error:
        return from_bundle(_mended(data, name, error), name)
    except UnicodeDecodeError as error:
        raise _unusable(name, "it is not in UTF-8") from error
    except RecursionError as error:
        raise _unusable(name, "its brackets are too deep") from error
    if fault := fault_of(whole) or _fault_of_times(whole):
        raise _unusable(name, f"in it, {fault}")
    return whole


def _mended(data: bytes, name: str, error: msgspec.DecodeError) -> bytes:
    r"""A bundle in which halves of characters, written like ``\ud83d``, are whole or U+FFFD."""
    if len(data) > LARGEST_MENDED:
        raise _unusable(name, f"it is cut or damaged: {error}") from error
    try:
        mended = _whole_characters(json.loads(data))
    except (ValueError, RecursionError):
        raise _unusable(name, f"it is cut or damaged: {error}") from error
    if mended == data:
        raise _unusable(name, f"it is cut or damaged: {error}") from error
    return mended


def _as_escape(match: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(match.group().decode())


def _whole_characters(content: object) -> bytes:
    return storable(json.dumps(content, ensure_ascii=False)).encode()


def _fault_of_times(whole: WholeBook) -> str | None:
    """Whether a time is so near the end of all years that it has none in UTC."""
    times = [
        *(each.created for each in whole.briefs),
        *(each.created for each in whole.steps),
        *(revision.created for step in whole.steps for revision in step.revisions),
        *(each.updated for each in whole.drafts),
        *(each.updated for each in whole.unsent),
        *(each.created for each in whole.bin),
    ]
    for time in times:
        try:
            time.astimezone(UTC)
        except OverflowError:
            return f"{time.isoformat()} is no time that can be told in UTC"
    return None


def _said(error: msgspec.ValidationError) -> str:
    """What msgspec found, the place first: ``at story.steps[3].kind: …``."""
    text = str(error)
    found = _FAULT.fullmatch(text)
    if not found or not found["where"]:
        return text[0].lower() + text[1:]
    what = found["what"]
    return f"at {found['where']}: {what[0].lower()}{what[1:]}"


def _unusable(name: str, what: str) -> BundleUnusable:
    what = printable(what).replace("\n", " ")
    if len(what) > _LONGEST:
        what = what[:_LONGEST] + "…"
    return BundleUnusable(
        f"{_shown(name)} is no story that can be imported: {what}. Nothing was imported. Export "
        "the story again where it came from (`rgpt export STORY --format bundle`)."
    )


def _shown(name: str) -> str:
    return printable(name).replace("\n", " ")
