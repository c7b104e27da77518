"""Steps by the numbers that people give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.reading import NoSuchStep

if TYPE_CHECKING:
    from rgpt_tui.story.path import PathStep


def step_numbered(path: tuple[PathStep, ...], number: int | None) -> PathStep:
    """The step of a number on the path; the last one if none is given.

    Raises:
        NoSuchStep: there is none of that number.
    """
    if not path:
        raise NoSuchStep("The story has no step yet. `rgpt write` makes its opening.")
    if number is None:
        return path[-1]
    if not 1 <= number <= len(path):
        raise NoSuchStep(f"There is no step {number}: the story has steps 1 to {len(path)}.")
    return path[number - 1]
