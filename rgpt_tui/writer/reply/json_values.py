"""Finding sections in JSON, however it is broken or nested, and whatever its keys are called."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import json_repair

from rgpt_tui.writer.sections import Section, name_key, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rgpt_tui.writer.reply.acceptance import Acceptance
    from rgpt_tui.writer.sections import Series

_BETWEEN: Final = ",`]} \t\n"
"""What may stand between two values, and behind the last."""


def parse_all(text: str) -> tuple[list[object], bool, str]:
    """Parse a row of JSON values, of which the first may lack its beginning.

    Args:
        text: JSON, or the rest of an object from behind one of its values.

    Returns:
        The values; whether the last is whole; and what is said behind it.
    """
    values: list[object] = []
    text = re.sub(r"\A\s*,", "{", text).lstrip(_BETWEEN)
    while text[:1] in ("{", "["):
        try:
            value, end = json.JSONDecoder(strict=False).raw_decode(text)
        except (ValueError, RecursionError):
            return [*values, _repaired(text)], False, ""
        values.append(value)
        text = text[end:].lstrip(_BETWEEN)
    return values, True, text


def _repaired(text: str) -> object:
    try:
        value = json_repair.loads(text, skip_json_loads=True)
    except (ValueError, RecursionError):
        return None
    # Where there is no object it may make a list of whatever is in quotes.
    return value if isinstance(value, dict) or text[0] == "[" else None


def sections_in(value: object, acceptance: Acceptance) -> Iterator[tuple[Section, str]]:
    """Find the sections in a value, in the order in which they stand.

    Args:
        value: What `json.loads` gives.
        acceptance: Knows what a key stands for.
    """
    if isinstance(value, list):
        plans = acceptance.meaning(named("plans"))
        if value and plans.expected and all(isinstance(each, str) for each in value):
            yield from _series(value, plans.sections)
            return
        for each in value:
            yield from sections_in(each, acceptance)
    elif isinstance(value, dict):
        for key, each in value.items():
            targets = named(name_key(str(key)))
            if not targets:
                yield from sections_in(each, acceptance)
                continue
            meaning = acceptance.meaning(targets)
            if isinstance(meaning.target, tuple):
                yield from _series_or_within(each, meaning.target, acceptance)
            else:
                yield from _section_or_within(each, meaning.target, acceptance)


def _section_or_within(
    value: object, section: Section, acceptance: Acceptance
) -> Iterator[tuple[Section, str]]:
    within = list(sections_in(value, acceptance)) if isinstance(value, dict) else []
    if within:
        yield from within
    elif text := _text(value):
        yield section, text


def _series_or_within(
    value: object, series: Series, acceptance: Acceptance
) -> Iterator[tuple[Section, str]]:
    if isinstance(value, dict):
        within = list(sections_in(value, acceptance))
        if any(section in series for section, _ in within):
            yield from within
            return
        value = list(value.values())
    yield from _series(value if isinstance(value, list) else [value], series)


def _series(values: list[object], series: Series) -> Iterator[tuple[Section, str]]:
    for section, value in zip(series, values, strict=False):
        if text := _text(value):
            yield section, text


def _text(value: object) -> str:
    """All text of a value; numbers count only where they are all there is."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        texts = [each for each in value if not isinstance(each, int | float)] or value
        return "\n".join(filter(None, map(_text, texts)))
    return ""
