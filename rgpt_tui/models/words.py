"""What is said to the user when a model fails: what happened, what is safe, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rgpt_tui.models import errors
from rgpt_tui.models.causes import Connection
from rgpt_tui.models.credentials import key_variables
from rgpt_tui.models.price_map import near_names
from rgpt_tui.models.profile import STARTER
from rgpt_tui.models.retry_after import in_words

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

    @property
    def who(self) -> str:
        """Who it was that failed, as the subject of a sentence."""
        if self.profile.name == STARTER:
            return "The starter model"
        if self.profile.api_base is not None:
            return f"The server at {self.address}"
        return f"The provider {self.provider}"

    @property
    def provider(self) -> str:
        """The provider by litellm's name."""
        return self.profile.name.partition("/")[0]

    @property
    def address(self) -> str:
        """The address of the API, without a user name or a query, which can hold a key."""
        parts = urlsplit(self.profile.api_base or "")
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"

    @property
    def code(self) -> str:
        """The status in brackets, where there is one."""
        return f" ({self.status})" if self.status else ""


def message(kind: type[ModelError], failure: Failure) -> str:
    """The whole message for a kind of error."""
    happened, to_do = _SAID.get(kind, _bad_request)(failure)
    safe = "Nothing is lost"
    if failure.partial:
        safe += "; what had come of the reply is kept"
    said = f" It said: “{failure.detail}”" if failure.detail and kind in _QUOTED else ""
    return f"{happened}. {safe}. {to_do}.{said}"


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
            f"{failure.who} wants an API key{failure.code}",
            "Put it into an environment variable and give its name as `--api-key-env NAME`",
        )
    variable = profile.key_variable or key_variables(failure.provider)[0]
    return (
        f"{failure.who} refused the key in {variable}{failure.code}",
        f"Put a valid key there, {OTHER_MODEL}",
    )


def _unknown(failure: Failure) -> _Said:
    profile, provider = failure.profile, failure.provider
    happened = f"{failure.who} has no model {profile.name}{failure.code}"
    if provider.startswith("ollama"):
        name = profile.name.partition("/")[2]
        return happened, f"Fetch it with `ollama pull {name}`, {OTHER_MODEL} (`rgpt models`)"
    if profile.api_base is not None:
        return happened, "Check the name (`rgpt models`) and the address, which often ends in /v1"
    near = [name for name in near_names(profile.name) if name != profile.name]
    near_by = f" Near to it: {', '.join(near)}" if near else ""
    return happened, f"Check the name, {OTHER_MODEL} (`rgpt models`)" + (
        f".{near_by}" if near else ""
    )


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
    where = "The starter model" if failure.profile.name == STARTER else failure.address
    if failure.profile.api_base is None:
        where = f"the provider {failure.provider}"
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
            "Check the address: is it https where it should be http, or is its certificate old?",
        )
    happened = "broke off" if failure.connection is Connection.BROKEN else "could not be made"
    return f"The connection to {where} {happened}", "Check the network connection and try again"


def _server_failed(failure: Failure) -> _Said:
    if failure.detail.startswith("a web page"):
        return (
            f"{failure.who} answered with a web page instead of a reply{failure.code}",
            "Check the address; a proxy in between may be down",
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
