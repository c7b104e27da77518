"""Making a line fit: each of its parts has shorter forms, and they give way in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from rgpt_tui.story.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SEPARATOR = " · "
GAP = 3
"""Columns at least between what stands at the left and what stands at the right."""


def fitted(
    left: Mapping[str, Sequence[str]],
    right: Mapping[str, Sequence[str]],
    order: Iterable[str],
    width: int,
) -> tuple[str, str]:
    """What stands at the left and at the right of a line.

    Args:
        left: the parts, by their names; each with its forms from the longest to the shortest. No
            form, or an empty one: the part is not there.
        right: the same.
        order: the names of the parts as they give way; each time one is named, its next shorter
            form is taken, and after its last form it is left out.
        width: columns that there are.
    """
    form = dict.fromkeys([*left, *right], 0)

    def side(parts: Mapping[str, Sequence[str]]) -> str:
        chosen = (forms[form[name]] for name, forms in parts.items() if form[name] < len(forms))
        return SEPARATOR.join(printable(part) for part in chosen if part)

    giving_way = iter(order)
    while True:
        first, last = side(left), side(right)
        gap = GAP if first and last else 0
        if cell_len(first) + gap + cell_len(last) <= width:
            return first, last
        name = next(giving_way, None)
        if name is None:
            return first, last
        if name in form:
            form[name] += 1
