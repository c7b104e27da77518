"""Keys that a writer gives to actions: the table ``[keys]`` of ``settings.toml``.

A line that cannot hold is skipped and said in a sentence; all others hold.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Protocol

from textual.binding import Binding
from textual.keys import ASCII_KEY_NAMES, KEY_NAME_REPLACEMENTS, KEY_TO_UNICODE_NAME, Keys

from rgpt_tui.studio.actions import PANES, SHEETS, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MODIFIERS = ("ctrl", "alt", "shift", "super")
THE_SAME = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_bracket": "escape",
}
"""Keys that a terminal cannot tell from another one."""
OTHER_NAMES = {
    "return": "enter",
    "esc": "escape",
    "del": "delete",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "ctrl+space": "ctrl+at",
}
"""Names that people have for keys, and those of Textual."""
NAMED = {key.value for key in Keys if key.value.isascii() and "<" not in key.value} - {
    *THE_SAME,
    *OTHER_NAMES,
    "ctrl-at",
}
"""Keys with a name that come as they are called."""
NO_TEXT = {key for key in NAMED if "+" not in key} - {"space"}
"""Keys with a name that write nothing into a text box."""


class Rebindable(Protocol):
    """What is asked of an action."""

    @property
    def id(self) -> str:
        """By which its key is rebound."""
        ...

    @property
    def where(self) -> str:
        """The part of the studio where its key counts."""
        ...

    @property
    def keys(self) -> str:
        """Its keys without the settings, as Textual names them, separated by commas."""
        ...

    @property
    def first(self) -> bool:
        """Whether its key counts before what the focused text box does with it."""
        ...

    @property
    def in_text(self) -> bool:
        """Whether it is done from within a text box."""
        ...


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys that hold, by the id of an action, and a sentence for each line that does not."""

    keys: Mapping[str, str]
    """For `App.set_keymap`; only actions that the settings name."""
    faults: tuple[str, ...]


def read_keymap(
    table: object, actions: Sequence[Rebindable], place: str = "in the settings"
) -> Keymap:
    """The keys that the settings give to actions.

    Args:
        table: what stands under ``keys`` in the settings file (`settings_reading.read_keys`). Both
            ``"story.edit" = "e"`` and ``edit = "e"`` under ``[keys.story]`` name ``story.edit``.
        actions: all actions, with their own keys.
        place: where the table stands, for the sentences: ``in …/settings.toml``.
    """
    if not isinstance(table, dict):
        return Keymap({}, (f"`keys` {place} was skipped: it is to be a table, [keys].",))
    by_id = {action.id: action for action in actions}
    chosen: dict[str, str] = {}
    faults = []
    for name, value in _flat(table):
        try:
            action = _known(name, by_id)
            chosen[name] = _keys(value, action)
        except _Unusable as fault:
            faults.append(_said(name, place, str(fault)))
    # A choice that is taken back brings the action's own keys back, which may clash again.
    while clash := _clash(chosen, by_id):
        name, key, other = clash
        del chosen[name]
        why = f"`{key}` is the key of `{other}`; give that one another first"
        faults.append(_said(name, place, why))
    return Keymap(chosen, tuple(faults))


class _Unusable(ValueError):
    """Why a line of the table cannot hold."""


def _said(name: str, place: str, why: str) -> str:
    return f"The key for `{name}` {place} was skipped: {why}."


def _flat(table: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _known(name: str, by_id: Mapping[str, Rebindable]) -> Rebindable:
    if name in by_id:
        return by_id[name]
    # Without the place that it belongs to, a name is near to all that end in it.
    near = get_close_matches(name, by_id, n=1, cutoff=0.5) or [
        each for each in by_id if each.partition(".")[2] == name
    ]
    raise _Unusable(
        f"there is no such action; the nearest is `{near[0]}`" if near else "no such action"
    )


def _keys(value: object, action: Rebindable) -> str:
    if not isinstance(value, str):
        raise _Unusable(f'it is to be a text such as "f5" or "f5,ctrl+g", not {value!r}')
    # A comma alone is a key, and so is one beside a comma: ",,x".
    written = ["," if part == "\0" else part for part in value.replace(",,", "\0,").split(",")]
    keys = [_key(part.strip()) for part in written] if value != "," else ["comma"]
    for key in keys:
        writes = len(key) == 1 or ("+" not in key and key not in NO_TEXT)
        if writes and action.first:
            raise _Unusable(f"`{key}` could no longer be typed, as this action works in text too")
        if writes and action.in_text:
            raise _Unusable(f"`{key}` would be typed into the text box that this action is for")
        if action.in_text and not action.first and key in _keys_of_boxes():
            raise _Unusable(f"`{key}` does something in the text box that this action is for")
    return ",".join(dict.fromkeys(keys))


@cache
def _keys_of_boxes() -> frozenset[str]:
    """What moves and deletes in a text box; in one of one line, Enter and the arrows do not."""
    from textual.widgets import Input, TextArea

    from rgpt_tui.studio.text_box import TextBox

    bound = [*Input.BINDINGS, *TextArea.BINDINGS, *TextBox.BINDINGS]
    keys = ",".join(each.key for each in bound if isinstance(each, Binding))
    return frozenset(keys.split(",")) - {"enter", "up", "down"}


def _key(written: str) -> str:
    """The name that Textual has for a key.

    Raises:
        _Unusable: no terminal sends such a key.
    """
    if len(written) == 1:
        return _of_character(written)
    *modifiers, last = written.split("+")
    if written.endswith("++"):
        *modifiers, last = *written[:-2].split("+"), "+"
    modifiers = [modifier.strip().lower() for modifier in modifiers]
    last = last.strip()
    last = _of_character(last) if len(last) == 1 else last.lower()
    last = OTHER_NAMES.get(last, last)
    if not last:
        raise _Unusable("a key is missing")
    for modifier in modifiers:
        if modifier not in MODIFIERS:
            raise _Unusable(f"`{modifier}` is none of {', '.join(MODIFIERS)}")
    if last not in NAMED and not _is_character(last):
        near = get_close_matches(last, [*NAMED, *KEY_TO_UNICODE_NAME], n=1, cutoff=0.6)
        hint = f"; the nearest is `{near[0]}`" if near else ""
        raise _Unusable(f"there is no key `{last}`{hint}")
    if modifiers == ["shift"] and _is_character(last):
        if last.isalpha() and len(last) == 1:
            return last.upper()
        raise _Unusable(f"`{written}` comes as another character; name that one")
    if "ctrl" in modifiers and len(last) == 1:
        last = last.lower()
    key = "+".join([*(each for each in MODIFIERS if each in modifiers), last])
    if key in THE_SAME:
        raise _Unusable(f"to a terminal `{written}` is `{THE_SAME[key]}`; name that one")
    return OTHER_NAMES.get(key, key)


def _of_character(character: str) -> str:
    """As Textual names a key that writes a character."""
    if character in ASCII_KEY_NAMES or not character.isprintable():
        raise _Unusable("a key is missing")
    if character.isalnum():
        return character
    if character == " ":
        return "space"
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def _is_character(key: str) -> bool:
    """Whether a key is one that writes a character, by the name that Textual has for it."""
    if len(key) == 1 or key in KEY_NAME_REPLACEMENTS.values() or key in KEY_TO_UNICODE_NAME:
        return True
    try:
        found = unicodedata.lookup(key.replace("_", " "))
    except KeyError:
        return False
    return not found.isalnum() and found.isprintable()


def _clash(chosen: dict[str, str], by_id: Mapping[str, Rebindable]) -> tuple[str, str, str] | None:
    """A chosen line, its key, and the action that has that key already; None if there is none.

    Of two lines that want one key, the first in the file has it.
    """
    for name in reversed(chosen):
        for key in chosen[name].split(","):
            for other in by_id.values():
                if other.id == name or not _meet(by_id[name], other):
                    continue
                held = chosen.get(other.id) or other.keys.replace(" ", "")
                if key in held.split(","):
                    return name, key, other.id
    return None


def _meet(one: Rebindable, other: Rebindable) -> bool:
    """Whether one key for both would leave one of them without.

    A key of the whole studio does the same everywhere. In a pane, its own keys count rather than
    those of the writing screen, which have them everywhere else, unless they count before all.
    """
    return (
        one.where == other.where
        or Where.APP in (one.where, other.where)
        or {one.where, other.where} == {Where.STORY, Where.PROSE}
        or _on_one_sheet(one.where, other.where)
        or (one.first and one.where == Where.WRITING and other.where in PANES)
        or (other.first and other.where == Where.WRITING and one.where in PANES)
    )


def _on_one_sheet(one: str, other: str) -> bool:
    return Where.SHEET in (one, other) and one in SHEETS and other in SHEETS
