"""The ways through a book: to the tip, and to every step of every branch, read once a change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rgpt_tui.story.path import (
    PATH_QUERY,
    PLACES_QUERY,
    SAME_TEXT_QUERY,
    PathStep,
    edited,
    path_of,
    places_of,
    returned_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rgpt_tui.story.connection import BookConnection
    from rgpt_tui.story.records import Position


class Ways:
    """The ways through one book. Reading ten thousand steps takes some tenths of a second."""

    def __init__(self, connection: BookConnection) -> None:
        self._connection = connection
        self._path: tuple[tuple[object, ...], tuple[PathStep, ...]] | None = None
        self._places: tuple[int, Mapping[str, Position]] | None = None

    def path(self) -> tuple[PathStep, ...]:
        """The steps from the first to the tip, without their texts."""
        # Read first: if a change comes between the two, the next call finds another moment.
        mark = self._connection.only(tuple, "SELECT tip, moment FROM story")
        if self._path is None or self._path[0] != mark:
            rows = self._connection.all(lambda row: row, PATH_QUERY)
            steps = json.dumps(edited(rows))
            returned = returned_of(self._connection.all(tuple, SAME_TEXT_QUERY, steps))
            path = path_of(rows, returned=returned)
            self._path = (mark, path)
            return path
        return self._path[1]

    def places(self) -> Mapping[str, Position]:
        """Where the steps of all branches stand, each along the way that leads to it, by their ids.

        What is in the bin is left out.
        """
        moment = self._connection.only(lambda row: int(row["moment"]), "SELECT moment FROM story")
        if self._places is None or self._places[0] != moment:
            places = places_of(self._connection.all(lambda row: row, PLACES_QUERY))
            self._places = (moment, places)
            return places
        return self._places[1]
