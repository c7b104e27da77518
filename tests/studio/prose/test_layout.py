from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rgpt_tui.studio.prose.layout import Column


def test_each_block_begins_where_the_one_above_ends() -> None:
    column = Column([3, 2, 5])
    assert [column.top(index) for index in range(3)] == [0, 3, 5]
    assert column.total == 10


def test_a_row_belongs_to_the_block_it_is_in() -> None:
    column = Column([3, 2, 5])
    assert [column.at(row) for row in range(-1, 12)] == [0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2]


def test_the_blocks_between_two_rows_are_those_that_show_there() -> None:
    column = Column([3, 2, 5])
    assert list(column.between(2, 5)) == [0, 1]
    assert list(column.between(5, 5)) == []
    assert list(Column().between(0, 9)) == []


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=9),
    st.lists(st.tuples(st.integers(0, 8), st.integers(1, 9)), max_size=9),
)
@settings(deadline=None)
def test_heights_that_change_move_what_is_below(
    heights: list[int], changes: list[tuple[int, int]]
) -> None:
    column = Column(heights)
    for index, height in changes:
        if index < len(heights):
            assert column.set_height(index, height) == (heights[index] != height)
            heights[index] = height
        column.append(4)
        column.pop()
    assert [column.top(index) for index in range(len(heights) + 1)] == [
        sum(heights[:index]) for index in range(len(heights) + 1)
    ]
