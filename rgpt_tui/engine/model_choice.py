"""Which model is asked: the one that the settings name, or the best that is found."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rgpt_tui.models.chat import ChatModel
from rgpt_tui.models.credentials import CREDENTIALS_FILE, find_key, key_variables
from rgpt_tui.models.profile import STARTER, ModelProfile, SectionsPerCall, profile_of
from rgpt_tui.models.providers import NoModelFound, choose, find_models
from rgpt_tui.models.starter.profile import starter_profile
from rgpt_tui.models.starter.server import StarterServer
from rgpt_tui.models.starter.weights import weights_path
from rgpt_tui.places import config_folder, data_folder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from rgpt_tui.models.providers import FoundModel
    from rgpt_tui.settings import Settings

NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChoice:
    """A model that will be asked, and why that one."""

    profile: ModelProfile
    why: str
    gguf: Path | None = None
    """The file that rgpt runs itself, in place of asking a server that there is."""
    needs_fetching: bool = False
    """It is the starter model, and its weights are not on this machine."""
