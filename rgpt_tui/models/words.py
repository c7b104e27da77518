"""What is said to the user when a model fails: what happened, what is safe, what to do."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.models import errors
from rgpt_tui.models.causes import Connection
from rgpt_tui.models.credentials import CREDENTIALS_FILE, key_variables, place_of_key
from rgpt_tui.models.price_map import near_names
from rgpt_tui.models.profile import STARTER
from rgpt_tui.models.redaction import WEB_PAGE
from rgpt_tui.models.retry_after import in_words
from rgpt_tui.places import config_folder
from rgpt_tui.story.errors import Way

if TYPE_CHECKING:
    from collections.abc import Callable

    from rgpt_tui.models.errors import ModelError
    from rgpt_tui.models.profile import ModelProfile

OTHER_MODEL = "or choose another model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What is known of a failure."""

    profile: ModelProfile
    status: int | None = None
    connection: Connection | None = None
    detail: str = ""
    """What the server said, fit to be shown."""
    wait: float | None = None
    """Seconds that the server asked to wait."""
    partial: str = ""
    missing: tuple[str, ...] = ()
    """The environment variables that are wanted, where they are not the usual ones."""
    garbled: bool = False
    """What came could not be decoded."""

    @property
    def who(self) -> str:
        """Who it was that failed, as the subject of a sentence."""
        if self.profile.name == STARTER:
            return "The starter model"
        if self.profile.api_base is not None:
            return f"The server at {self.profile.address}"
        return f"The provider {self.profile.provider}"

    @property
    def code(self) -> str:
        """The status in brackets, where there is one."""
        return f" ({self.status})" if self.status else ""


def error_of(kind: type[ModelError], failure: Failure, *, passing: bool = False) -> ModelError:
    """An error of a kind, with its message."""
    happened, to_do = _SAID.get(kind, _bad_request)(failure)
    safe = "Nothing is lost"
    if failure.partial:
        safe += "; what had come of the reply is kept"
    quoted = failure.detail and kind in _QUOTED and not failure.detail.startswith(WEB_PAGE)
    said = f" It said: “{failure.detail}”" if quoted else ""
    error = kind(
        f"{happened}. {safe}. {to_do}.{said}",
        happened=f"{happened}.",
        partial=failure.partial,
        detail=failure.detail,
        passing=passing,
        retry_after=failure.wait,
    )
    if kind is errors.UnknownModel:
        return error.offering(Way.SEE_MODELS)
    wants_key = kind is errors.AuthenticationFailed and failure.status != 403
    profile = failure.profile
    if wants_key and profile.api_key is None and profile.api_base is not None:
        return error.offering(Way.NAME_KEY)
    return error


_Said = tuple[str, str]


def _authentication(failure: Failure) -> _Said:
    profile = failure.profile
    if failure.status == 403:
        return (
            f"{failure.who} does not let this key use {profile.name}{failure.code}",
            f"See what the key may do at the provider, {OTHER_MODEL}",
        )
    if profile.api_key is None and profile.api_base is not None:
        return (
            f"{failure.who} wants an API key{failure.code}, and was sent none",
            "An address of your own is sent only the key that you name for it: put it into an "
            "environment variable, and the variable's name into the setting `api_key_env`, for an "
            "embedding model `embedder_api_key_env`",
        )
    named = profile.key_variable or (profile.provider if profile.api_base is None else "")
    file = config_folder() / CREDENTIALS_FILE
    key = f"the key in {place_of_key(named, os.environ, file)}" if named else "the API key"
    return f"{failure.who} refused {key}{failure.code}", f"Put a valid key there, {OTHER_MODEL}"


def _key_missing(failure: Failure) -> _Said:
    provider = failure.profile.provider
    variables = failure.missing or (failure.profile.key_variable or key_variables(provider)[0],)
    return (
        f"The model {failure.profile.name} needs an API key, and there is none",
        f"Put it into the environment variable {' and '.join(variables)}, or write "
        f'`{provider} = "your key"` into {config_folder() / CREDENTIALS_FILE}, '
        "readable by you alone",
    )


def _unknown(failure: Failure) -> _Said:
    profile, provider = failure.profile, failure.profile.provider
    happened = f"{failure.who} has no model {profile.name}{failure.code}"
    if provider.startswith("ollama"):
        name = profile.name.partition("/")[2]
        return happened, f"Fetch it with `ollama pull {name}`, {OTHER_MODEL}"
    if profile.api_base is not None:
        return happened, "Check the name and the address, which often ends in /v1"
    near = [name for name in near_names(profile.name) if name != profile.name]
    nearest = f"; near to it: {', '.join(near)}" if near else ""
    return happened, f"Check the name{nearest}, {OTHER_MODEL}"


def _rate_limited(failure: Failure) -> _Said:
    when = f"in {in_words(failure.wait)}" if failure.wait else "in a while"
    return (
        f"{failure.who} wants fewer requests for now{failure.code}",
        f"Try again {when}, {OTHER_MODEL}",
    )


def _quota(failure: Failure) -> _Said:
    return (
        f"{failure.who} says that the account has no credit or allowance left{failure.code}",
        f"Add to it at the provider, {OTHER_MODEL}",
    )


def _too_long(failure: Failure) -> _Said:
    window = failure.profile.context_window
    return (
        f"The prompt is longer than what {failure.profile.name} can read",
        f"It was taken to read {window} tokens: set `context_window` lower, {OTHER_MODEL}",
    )


def _unreachable(failure: Failure) -> _Said:
    if failure.profile.name == STARTER:
        return (
            "The starter model does not answer",
            f"Try again, {OTHER_MODEL}",
        )
    where = failure.profile.address or f"the provider {failure.profile.provider}"
    if failure.connection is Connection.REFUSED:
        return f"Nothing answers at {where}", f"Start the model server there, {OTHER_MODEL}"
    if failure.connection is Connection.NOT_FOUND:
        return (
            f"There is no way to {where}: its address is not known",
            "Check the network connection and the address",
        )
    if failure.connection is Connection.UNSAFE:
        return (
            f"No secure connection to {where} could be made",
            "Check the address (https or http?) and the certificate",
        )
    happened = "broke off" if failure.connection is Connection.BROKEN else "could not be made"
    return f"The connection to {where} {happened}", "Check the network connection and try again"


def _server_failed(failure: Failure) -> _Said:
    if failure.detail.startswith(WEB_PAGE):
        title = failure.detail.removeprefix(WEB_PAGE)
        return (
            f"{failure.who} answered with a web page{title} instead of a reply{failure.code}",
            "A proxy or gateway in between sent it: check the address and the network, and try "
            "again",
        )
    if failure.garbled:
        return (
            f"{failure.who} answered in a broken encoding",
            f"Set the server to UTF-8, {OTHER_MODEL}",
        )
    busy = failure.status in (503, 529)
    happened = "is overloaded or not ready" if busy else "failed"
    when = f"in {in_words(failure.wait)}" if failure.wait else "in a while"
    return f"{failure.who} {happened}{failure.code}", f"Try again {when}, {OTHER_MODEL}"


def _stalled(failure: Failure) -> _Said:
    profile = failure.profile
    if failure.partial:
        return (
            f"Nothing more of the reply came for {in_words(profile.next_token_seconds)}",
            "Go on from what came, or give it more time (setting `next_token_seconds`)",
        )
    return (
        f"{profile.name} did not begin to reply within {in_words(profile.first_token_seconds)}",
        "Try again, or give it more time (setting `first_token_seconds`)",
    )


def _refused(failure: Failure) -> _Said:
    happened = "broke off the reply" if failure.partial else "refused the prompt"
    return (
        f"The content filter of {failure.profile.name} {happened}",
        f"Change the plan or the passage that it may have stumbled over, {OTHER_MODEL}",
    )


def _bad_request(failure: Failure) -> _Said:
    return (
        f"{failure.who} did not accept the request{failure.code}",
        f"Check the settings of the model, {OTHER_MODEL}",
    )


_SAID: dict[type[ModelError], Callable[[Failure], _Said]] = {
    errors.AuthenticationFailed: _authentication,
    errors.KeyMissing: _key_missing,
    errors.UnknownModel: _unknown,
    errors.RateLimited: _rate_limited,
    errors.QuotaExhausted: _quota,
    errors.ContextTooLong: _too_long,
    errors.ModelUnreachable: _unreachable,
    errors.ServerFailed: _server_failed,
    errors.ReplyStalled: _stalled,
    errors.ContentRefused: _refused,
    errors.BadRequest: _bad_request,
}
_QUOTED = frozenset(
    {
        errors.AuthenticationFailed,
        errors.RateLimited,
        errors.QuotaExhausted,
        errors.ServerFailed,
        errors.BadRequest,
    }
)
