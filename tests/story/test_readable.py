"""The readable copy of a story."""

from __future__ import annotations

from rgpt_tui.story.readable import write_readable_copy


def test_the_copy_is_replaced_and_what_a_kill_left_behind_is_cleared_away(tmp_path):
    write_readable_copy(tmp_path, "# The Storm\n")
    (tmp_path / ".rgpt-0123.part").write_text("# The St")
    (tmp_path / "notes.part").write_text("the writer's own")
    write_readable_copy(tmp_path, "# The Storm\n\nIt rained.\n")
    assert (tmp_path / "story.md").read_text() == "# The Storm\n\nIt rained.\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["notes.part", "story.md"]
