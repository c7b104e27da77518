"""What can go wrong with the starter model before it can be asked."""

from __future__ import annotations

from rgpt_tui.models.errors import ModelError
from rgpt_tui.story.errors import RgptError


class FetchFailed(RgptError):
    """The weights of the starter model could not be fetched."""


class WeightsUnusable(ModelError):
    """There is no model file there, or it is damaged or not what it should be."""


class ServerNotStarted(ModelError):
    """The server of a local model did not come up."""
