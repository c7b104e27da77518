"""The screens that are kept once they were shown.

Text boxes that are made and thrown away leak in Textual 8.2.8. Each screen is imported when it is
first shown: the first frame waits for none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen


def _shelf() -> Screen[object]:
    from rgpt_tui.studio.screens.shelf import ShelfScreen

    return cast("Screen[object]", ShelfScreen())


def _new_story() -> Screen[object]:
    from rgpt_tui.studio.screens.new_story import NewStoryScreen

    return cast("Screen[object]", NewStoryScreen())


def _import_story() -> Screen[object]:
    from rgpt_tui.studio.screens.import_story import ImportScreen

    return cast("Screen[object]", ImportScreen())


def _brief() -> Screen[object]:
    from rgpt_tui.studio.screens.brief import BriefScreen

    return cast("Screen[object]", BriefScreen())


KEPT_SCREENS: Final[dict[str, Callable[[], Screen[object]]]] = {
    "shelf": _shelf,
    "new_story": _new_story,
    "import_story": _import_story,
    "brief": _brief,
}
"""How each of them is made, by its name."""
