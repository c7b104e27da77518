"""The tree of a story's steps as rows, without a screen."""

from __future__ import annotations

import pytest

from rgpt_tui.story.history import TreeStep
from rgpt_tui.studio.history.tree import Row, row_of, rows_of, runs_of, stretch_of


def tree(**parents: str) -> list[TreeStep]:
    """Steps by their names, each with the name of the one that it follows."""
    numbers = {"": 0}
    steps = []
    for name, parent in parents.items():
        numbers[name] = numbers[parent] + 1
        steps.append(TreeStep(name, parent or None, numbers[name], None))
    return steps


def drawn(rows: list[Row]) -> str:
    """The rows as signs: how deep, whether it is the first of a side way, from where to where."""
    return " ".join(
        f"{'|' * row.depth}{'+' if row.forks else ''}{row.step}"
        + (f"..{row.run.steps[row.stop - 1]}" if row.folded else "")
        for row in rows
    )


def rows(steps: list[TreeStep], path: str, *landmarks: str, unfolded: str = "") -> list[Row]:
    return list(rows_of(runs_of(steps, set(path.split())), landmarks, set(unfolded.split())))


STRAIGHT = tree(a="", b="a", c="b", d="c", e="d")
FORKED = tree(a="", b="a", c="b", d="c", x="b", y="x", z="y", u="y", e="d")


@pytest.mark.parametrize(
    ("steps", "path", "landmarks", "unfolded", "expected"),
    [
        ([], "", "", "", ""),
        (STRAIGHT, "a b c d e", "e", "", "a b..d e"),
        (STRAIGHT, "a b c d e", "e", "b", "a b c d e"),
        # A landmark parts what is folded, and one step alone is not.
        (STRAIGHT, "a b c", "c", "", "a b c d e"),
        # Side ways stand before the main way goes on, however deep.
        (FORKED, "a b c d e", "e", "", "a b |+x |y ||+z |u c d e"),
        # The path is the main way.
        (FORKED, "a b x y z", "z", "", "a b |+c |d |e x y |+u z"),
        # Several beginnings.
        (tree(a="", b="a", x="", y="x"), "x y", "y", "", "|+a |b x y"),
    ],
)
def test_rows_show_forks_and_ends_and_fold_what_is_between(
    steps: list[TreeStep], path: str, landmarks: str, unfolded: str, expected: str
) -> None:
    assert drawn(rows(steps, path, *landmarks.split(), unfolded=unfolded)) == expected


def test_a_step_is_found_also_where_it_is_folded_away() -> None:
    folded = rows(STRAIGHT, "a b c d e", "e")
    assert row_of(folded, "c") == 1
    assert row_of(folded, "nowhere") is None
    unfolded = rows(STRAIGHT, "a b c d e", "e", unfolded="b")
    assert [stretch_of(row, "e") for row in unfolded] == [None, "b", "b", "b", None]


def test_a_story_of_ten_thousand_steps_is_three_rows() -> None:
    steps = [
        TreeStep(str(number), str(number - 1) if number > 1 else None, number, None)
        for number in range(1, 10_001)
    ]
    (run,) = runs_of(steps, {step.id for step in steps})
    assert [(row.number, row.stop - row.start) for row in rows_of([run], ["10000"], ())] == [
        (1, 1),
        (2, 9998),
        (10_000, 1),
    ]


def test_re_rolls_at_every_step_stay_side_by_side_and_set_in_once() -> None:
    parents = {}
    for number in range(200):
        before = f"m{number - 1}" if number else ""
        parents |= {f"s{number}": before, f"m{number}": before}
    path = " ".join(f"m{number}" for number in range(200))
    assert {row.depth for row in rows(tree(**parents), path, "m199")} == {0, 1}
