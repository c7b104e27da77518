"""Write the tables of keys in the documents anew, from the actions of the studio.

``python docs/keys.py`` does so. A table stands in a document between ``<!-- keys: … -->`` and
``<!-- end of keys -->``; the first names a part of the studio, such as ``story``, or the ids of
single actions, such as ``story.edit``.
"""

from __future__ import annotations

import re
from pathlib import Path

from rgpt_tui.studio.actions import ACTIONS, Action, Where

ROOT = Path(__file__).parent.parent
DOCUMENTS = (ROOT / "README.md", ROOT / "docs" / "studio.md")
TABLE = re.compile(r"(<!-- keys: (.*?) -->\n).*?(<!-- end of keys -->)", re.DOTALL)
SHOWN = {
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "plus": "+",
    "minus": "-",
    "backslash": "\\",
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "escape": "esc",
}
"""Keys that are better known by what is printed on them."""
PLACES = {
    Where.APP: "anywhere",
    Where.WRITING: "any pane",
    Where.STORY: "Story",
    Where.PROSE: "Story",
    Where.MEMORY: "Memory",
    Where.RECALLED: "Recalled",
    Where.NEXT: "Next",
}
"""Parts of the studio whose actions may stand in a table of single ones."""


def actions_of(names: str) -> list[Action]:
    """The actions that the head of a table names, in the order of the studio or as they are named.

    Raises:
        KeyError: there is no such action.
    """
    by_id = {action.id: action for action in ACTIONS}
    if "." in names:
        return [by_id[name] for name in names.split()]
    return [action for action in ACTIONS if action.where in names.split()]


def table_of(names: str) -> str:
    """The table for a head."""
    rows = [_row(action, named="." not in names) for action in actions_of(names)]
    if "." in names:
        head = "| where | key | |\n|---|---|---|\n"
    else:
        head = "| key | what it does | name in `[keys]` |\n|---|---|---|\n"
    return head + "".join(rows)


def with_tables(text: str) -> str:
    """A document with its tables as they are to be."""
    return TABLE.sub(lambda found: found[1] + table_of(found[2]) + found[3], text)


def _row(action: Action, *, named: bool) -> str:
    keys = ", ".join(f"`{SHOWN.get(key, key)}`" for key in action.keys.split(",") if key)
    key = keys or "palette"
    told = f"| {key} | **{action.title}**: {action.help} |"
    return f"{told} `{action.id}` |\n" if named else f"| {PLACES[action.where]} {told}\n"


def main() -> None:
    """Write the tables of all documents."""
    for document in DOCUMENTS:
        document.write_text(with_tables(document.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
