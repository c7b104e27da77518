"""What is known of a language model before it is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rgpt_tui.models.price_map import facts_of

if TYPE_CHECKING:
    from rgpt_tui.models.prices import Price

STARTER = "starter"
"""The name of the model that rgpt brings itself."""

TEMPERATURE = 0.8
"""Lively enough for prose, and tame enough for the form of a reply."""
CAREFUL_WINDOW = 8192
"""Tokens that a model of unknown make is trusted to read."""
LARGEST_REPLY = 4096
"""Tokens of a reply that holds every section, with room to spare."""
LARGEST_REASONED_REPLY = 16384
"""The same where the thinking before the reply counts as part of it."""
RETRIES = 3
"""Repeats of a request that failed in passing, which a provider's short troubles rarely outlast."""
SMALL_BILLIONS = 4.0
"""Up to this many billion parameters, models lose the form when asked for all sections at once."""
TINY_BILLIONS = 0.7
"""Up to this many, they follow only the shortest prompts."""
SMALL_WINDOW = 6000
"""Below this many tokens, the prompt and a reply with all sections do not fit together."""

LOCAL_PROVIDERS = frozenset({"ollama", "ollama_chat", "lm_studio", "llamafile", "hosted_vllm"})
"""Servers that run models themselves, and pass no request on."""


class SectionsPerCall(StrEnum):
    """How much one request asks for."""

    ALL = "all"
    ONE = "one"


class PromptSize(StrEnum):
    """How much a prompt may ask of a model."""

    FULL = "full"
    SHORT = "short"
    """Few words and small tasks: with less than a billion parameters a model follows no more, and
    rewriting a memory, it loses the facts. It is asked only for what is to be added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelProfile:
    """A model, where it is reached, and how it wants to be asked. Its key never shows."""

    name: str
    """A litellm name such as ``openai/gpt-4o-mini`` or ``ollama_chat/llama3``, or ``starter``."""
    api_base: str | None = field(default=None, repr=False)
    """Address of the API; None for the provider's own. It may hold a password: show `address`."""
    api_key: str | None = field(default=None, repr=False)
    key_variable: str = ""
    """The environment variable that the key was read from, for messages."""
    context_window: int = CAREFUL_WINDOW
    """Tokens of prompt and reply together."""
    max_reply_tokens: int = 2048
    sections_per_call: SectionsPerCall = SectionsPerCall.ALL
    prompt_size: PromptSize = PromptSize.FULL
    temperature: float = TEMPERATURE
    first_token_seconds: float = 180.0
    """Longest wait for a connection and the first sign of a reply."""
    next_token_seconds: float = 60.0
    """Longest silence inside a reply."""
    max_retries: int = RETRIES
    """How often a request that failed in passing is repeated."""
    price: Price | None = None
    """Of its tokens, where it is given; else `prices.price_of` tells what is known."""

    @property
    def litellm_name(self) -> str:
        """The name that litellm knows it by."""
        return f"openai/{STARTER}" if self.name == STARTER else self.name

    @property
    def address(self) -> str:
        """The address of the API without what may be secret in it; empty for the provider's."""
        if self.api_base is None:
            return ""
        parts = urlsplit(self.api_base)
        host = parts.hostname or ""
        host = f"[{host}]" if ":" in host else host
        port = parts.netloc.rpartition("@")[2].removeprefix(host)
        return f"{parts.scheme}://{host}{port}{parts.path}"

    @property
    def provider(self) -> str:
        """The provider by litellm's name, as far as the model's name tells it."""
        before, slash, _ = self.litellm_name.partition("/")
        if slash:
            return before
        facts = facts_of(self.name)
        return facts.provider if facts else self.name

    @property
    def is_local(self) -> bool:
        """Whether it is reached on the user's own machine or network."""
        if self.name == STARTER:
            return True
        if self.api_base is None:
            return self.provider in LOCAL_PROVIDERS
        return _is_private(urlsplit(self.api_base).hostname or "")

    @property
    def runs_models(self) -> bool:
        """Whether the server that it is reached by is known to run it, and not to pass it on.

        Ollama passes the models on whose tag says so, as in ``gpt-oss:120b-cloud``.
        """
        if self.provider.startswith("ollama") and self.name.endswith(("-cloud", ":cloud")):
            return False
        return self.name == STARTER or self.provider in LOCAL_PROVIDERS


def profile_of(
    name: str,
    *,
    api_base: str | None = None,
    api_key: str | None = None,
    key_variable: str = "",
    context_window: int = 0,
    max_reply_tokens: int = 0,
    sections_per_call: SectionsPerCall | None = None,
    temperature: float | None = None,
    first_token_seconds: float = 180.0,
    next_token_seconds: float = 60.0,
    max_retries: int = RETRIES,
    price: Price | None = None,
) -> ModelProfile:
    """The profile of a model, with what is not given filled in from litellm's model list.

    Args:
        name: a litellm name, or ``starter``.
        api_base: address of the API; None for the provider's own.
        api_key: the key, if it needs one.
        key_variable: where the key was read from.
        context_window: tokens; 0: as the list knows it, else a careful guess.
        max_reply_tokens: tokens; 0: as the list and the window allow.
        sections_per_call: None: one for small models, else all.
        temperature: None: the default.
        first_token_seconds: longest wait for the first sign of a reply.
        next_token_seconds: longest silence inside a reply.
        max_retries: repeats of a request that failed in passing.
        price: of its tokens; None: as it is known.
    """
    facts = facts_of(name)
    window = context_window or (facts.context_window if facts else 0) or CAREFUL_WINDOW
    most = LARGEST_REASONED_REPLY if facts and facts.reasons else LARGEST_REPLY
    known = (facts.max_reply_tokens if facts else 0) or most
    reply = max_reply_tokens or max(256, min(most, known, window // 3))
    small = name == STARTER or window < SMALL_WINDOW or is_small(name)
    return ModelProfile(
        name=name,
        api_base=api_base,
        api_key=api_key,
        key_variable=key_variable,
        context_window=window,
        max_reply_tokens=reply,
        sections_per_call=sections_per_call
        or (SectionsPerCall.ONE if small else SectionsPerCall.ALL),
        prompt_size=PromptSize.SHORT if name == STARTER or is_tiny(name) else PromptSize.FULL,
        temperature=TEMPERATURE if temperature is None else temperature,
        first_token_seconds=first_token_seconds,
        next_token_seconds=next_token_seconds,
        max_retries=max_retries,
        price=price,
    )


def is_small(name: str) -> bool:
    """Whether a name gives a size that is small, such as ``llama3.2:1b`` or ``SmolLM2-135M``."""
    return 0 < _billions(name) <= SMALL_BILLIONS


def is_tiny(name: str) -> bool:
    """Whether a name gives a size that is tiny, such as ``SmolLM2-135M``."""
    return 0 < _billions(name) <= TINY_BILLIONS


def _billions(name: str) -> float:
    """How many billion parameters a name speaks of; 0 if it does not."""
    sizes = re.findall(r"(?<![\w.])(\d+(?:\.\d+)?)([bm])(?![a-z0-9])", name.lower())
    billions = [float(number) / (1000 if unit == "m" else 1) for number, unit in sizes]
    return max(billions, default=0.0)


def _is_private(host: str) -> bool:
    import ipaddress

    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local"))
    return address.is_private or address.is_loopback
