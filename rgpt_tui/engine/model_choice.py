"""Which model is asked: the one that the settings name, or the best that is found."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rgpt_tui.models.chat import ChatModel
from rgpt_tui.models.credentials import CREDENTIALS_FILE, key_to_send
from rgpt_tui.models.prices import price_named
from rgpt_tui.models.profile import RETRIES, STARTER, ModelProfile, SectionsPerCall, profile_of
from rgpt_tui.models.providers import NoModelFound, choose, find_models
from rgpt_tui.models.starter.model import OwnModel
from rgpt_tui.models.starter.profile import own_profile, starter_profile
from rgpt_tui.models.starter.server import StarterServer
from rgpt_tui.models.starter.weights import weights_path, weights_there
from rgpt_tui.places import config_folder, data_folder, expanded
from rgpt_tui.story.errors import Way

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from rgpt_tui.models.providers import FoundModel
    from rgpt_tui.settings import Settings

NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChoice:
    """A model that will be asked, and why that one."""

    profile: ModelProfile
    why: str
    weights: Path | None = None
    """The file of a model that rgpt runs itself; None where a server is asked that is there."""
    paid: bool = False
    """It was found by a key in the environment, and its provider charges for requests."""
    needs_fetching: bool = False
    """It is the starter model, and its weights are not on this machine."""


async def choose_model(
    settings: Settings, *, found: Sequence[FoundModel] | None = None
) -> ModelChoice:
    """The model that the settings name, or else the best that is found.

    Args:
        settings: all of them.
        found: what was found before; else it is looked for where it is needed.

    Raises:
        NoModelFound: there is none, or the settings say that there shall be none.
        CredentialsUnsafe: the file with the keys can be read by others.
        NoSuchHome: the setting `gguf` begins with ``~somebody``, and there is nobody of that name.
    """
    if settings.gguf:
        weights = expanded(settings.gguf)
        return ModelChoice(
            profile=_adjusted(
                own_profile(weights, context_window=settings.context_window), settings
            ),
            why=f"because the setting `gguf` names {weights.name}",
            weights=weights,
        )
    name, why, paid = settings.model, "because the setting `model` names it", False
    base, variable = settings.api_base or None, settings.api_key_env
    if name == NONE:
        raise NoModelFound(
            "This needs a language model, and the setting `model` is `none`. Nothing was written."
        ).offering(Way.CHOOSE_MODEL)
    if not name:
        best = choose(found if found is not None else await find_models(os.environ))
        name, why, paid = best.name, best.why, best.paid
        base = best.api_base or base
        # The variable that a provider was found by holds a key for that provider's own address.
        variable = variable if base else best.api_key_env or variable
    if name == STARTER:
        return ModelChoice(
            profile=_adjusted(starter_profile(context_window=settings.context_window), settings),
            why=why,
            weights=weights_path(data_folder()),
            needs_fetching=not weights_there(data_folder()),
        )
    return ModelChoice(profile=_profile(name, base, variable, settings), why=why, paid=paid)


@asynccontextmanager
async def open_model(choice: ModelChoice) -> AsyncIterator[ChatModel]:
    """The chosen model, ready to be asked; one that rgpt runs itself is started, and ended after.

    Raises:
        ServerNotStarted, WeightsUnusable: it could not be started.
    """
    if choice.weights is None:
        yield ChatModel(choice.profile)
        return
    async with StarterServer(choice.weights, choice.profile.context_window) as server:
        yield OwnModel(choice.profile, server)


def _profile(name: str, base: str | None, variable: str, settings: Settings) -> ModelProfile:
    provider = ModelProfile(name=name).provider
    credentials = config_folder() / CREDENTIALS_FILE
    key = key_to_send(provider, base, variable, os.environ, credentials)
    return profile_of(
        name,
        api_base=base,
        api_key=key,
        key_variable=variable,
        context_window=settings.context_window,
        max_reply_tokens=settings.max_reply_tokens,
        sections_per_call=_sections(settings),
        temperature=settings.temperature if settings.temperature >= 0 else None,
        first_token_seconds=settings.first_token_seconds,
        next_token_seconds=settings.next_token_seconds,
        max_retries=settings.retries if settings.retries >= 0 else RETRIES,
        price=price_named(settings.prompt_price, settings.reply_price),
    )


def _adjusted(profile: ModelProfile, settings: Settings) -> ModelProfile:
    """The profile of a model that rgpt runs itself, with what the settings change about it."""
    return replace(
        profile,
        max_reply_tokens=settings.max_reply_tokens or profile.max_reply_tokens,
        sections_per_call=_sections(settings) or profile.sections_per_call,
        temperature=settings.temperature if settings.temperature >= 0 else profile.temperature,
        first_token_seconds=settings.first_token_seconds,
        next_token_seconds=settings.next_token_seconds,
        max_retries=settings.retries if settings.retries >= 0 else profile.max_retries,
    )


def _sections(settings: Settings) -> SectionsPerCall | None:
    return None if settings.sections == "auto" else SectionsPerCall(settings.sections)
