"""What the tests of models share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rgpt_tui.models import repeating
from rgpt_tui.models.chat import ChatModel
from rgpt_tui.models.profile import ModelProfile, profile_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.model_server import ModelServer

CANARY = "sk-canary-7d1f0e2b9c4a"


@pytest.fixture
def profile(model_server: ModelServer) -> Callable[..., ModelProfile]:
    """Profiles of a model on the server, with a key that must never show."""

    def make(**fields: Any) -> ModelProfile:
        given = {"api_base": model_server.url, "api_key": CANARY, **fields}
        return profile_of(given.pop("name", "openai/writer"), **given)

    return make


@pytest.fixture
def model(profile: Callable[..., ModelProfile]) -> Callable[..., ChatModel]:
    """A model on the server."""
    return lambda **fields: ChatModel(profile(**fields))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Repeats come after hundredths of a second."""
    monkeypatch.setattr(repeating, "FIRST_WAIT", 0.01)
