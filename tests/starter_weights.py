"""The starter model's real weights for tests: fetched once by rgpt's own code, then kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import platformdirs
import pytest

from rgpt_tui.models.starter.weights import fetch_weights, weights_path
from rgpt_tui.places import data_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def fetched_weights() -> Path:
    """The file, in a folder that outlives the test run."""
    folder = platformdirs.user_cache_path("rgpt-tests")

    async def fetch() -> None:
        async for _ in fetch_weights(folder):
            pass

    asyncio.run(fetch())
    return weights_path(folder)


@pytest.fixture
def starter_weights(fetched_weights: Path, isolated: None) -> Path:
    """The file as the starter model of the test's own data folder."""
    weights = weights_path(data_folder())
    weights.parent.mkdir(parents=True)
    weights.symlink_to(fetched_weights)
    return weights
