"""What is painted before the studio is loaded fills the screen, whatever its size."""

from __future__ import annotations

import pytest

from rgpt_tui.studio.threshold import FEET, WIDE, _line


@pytest.mark.parametrize("width", [1, 20, WIDE - 1, WIDE, 120, 233])
@pytest.mark.parametrize("height", [1, 2, 3, 7, 24, 61])
def test_frames_are_as_wide_as_the_screen(width: int, height: int) -> None:
    lines = [_line(y, width, height) for y in range(height + FEET)]
    assert {len(line) for line in lines} == {width}


def test_every_pane_has_its_frame() -> None:
    text = "\n".join(_line(y, 120, 38) for y in range(38))
    for title in ("Story", "Memory", "Recalled", "Next"):
        assert text.count(f"╭─ {title} ") == 1
    assert text.count("╭") == text.count("╰") == 4
