"""What can go wrong between rgpt and a language model, one class for each thing a user can do."""

from __future__ import annotations

from rgpt_tui.story.errors import RgptError


class ModelError(RgptError):
    """A language model did not give what was asked of it.

    Attributes:
        happened: what happened, the first sentence of the message.
        partial: the text that had come before it went wrong; empty as a rule.
        detail: what the provider said, in one short line, without keys and without markup.
        passing: whether the same request may well succeed a little later.
        retry_after: seconds after which the provider wants to be asked again, if it said so.
    """

    def __init__(
        self,
        message: str,
        *,
        happened: str = "",
        partial: str = "",
        detail: str = "",
        passing: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.happened = happened or message
        self.partial = partial
        self.detail = detail
        self.passing = passing
        self.retry_after = retry_after


class AuthenticationFailed(ModelError):
    """The provider refused the key, or the key may not use this model."""


class KeyMissing(AuthenticationFailed):
    """The provider needs a key and there is none; nothing was sent."""


class CredentialsUnsafe(ModelError):
    """The credentials file can be read by others, or can't be read as what it is."""


class UnknownModel(ModelError):
    """There is no such model, or no such provider."""


class RateLimited(ModelError):
    """The provider wants fewer requests; it is worth waiting."""


class QuotaExhausted(ModelError):
    """The account has no money or no allowance left; waiting does not help."""


class ContextTooLong(ModelError):
    """The prompt is longer than what the model can read. A shorter one may do."""


class ModelUnreachable(ModelError):
    """No connection to the model's server."""


class ServerFailed(ModelError):
    """The model's server failed, or answered with something else than a reply."""


class ReplyStalled(ModelError):
    """The reply did not begin, or stopped coming, within the time allowed."""


class ContentRefused(ModelError):
    """The provider's content filter refused the prompt or broke off the reply."""


class BadRequest(ModelError):
    """The provider refused the request as it was put."""
