"""What the tests of the writer share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.model_server import ModelServer
from tests.writer.stage import cell_of, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rgpt_tui.writer.rounds import Cell


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """The model server, with replies in larger pieces than usual."""
    with ModelServer() as server:
        server.default = said()
        yield server


@pytest.fixture
def cell(model_server: ModelServer) -> Cell:
    """A cell with a strong model, which is asked for all sections at once."""
    return cell_of(model_server)


@pytest.fixture
def small_cell(model_server: ModelServer) -> Cell:
    """A cell with a small model, which is asked for one section a request."""
    return cell_of(model_server, one=True)
