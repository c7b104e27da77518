"""What litellm is given for a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rgpt_tui.models.events import ChatRequest
    from rgpt_tui.models.profile import ModelProfile

CONNECT_SECONDS = 15.0
NO_KEY = "none"
"""Sent where a server of the user's own needs no key but the client insists on one."""
OLLAMA = frozenset({"ollama", "ollama_chat"})
FREE = {"mode": "chat", "input_cost_per_token": 0.0, "output_cost_per_token": 0.0}


def arguments_of(
    litellm: Any, name: str, profile: ModelProfile, request: ChatRequest
) -> dict[str, Any]:
    """The arguments of `litellm.acompletion` for a streamed reply.

    Args:
        litellm: the module.
        name: what litellm calls the model.
        profile: the model.
        request: what is asked.
    """
    import httpx

    silence = max(profile.first_token_seconds, profile.next_token_seconds) + CONNECT_SECONDS
    arguments = {
        "model": name,
        "messages": [{"role": m.role, "content": m.content} for m in request.messages],
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_retries": 0,
        # Ours are the timeouts that count; these only keep a connection from hanging on.
        "timeout": httpx.Timeout(silence, connect=CONNECT_SECONDS),
        # Some models take no temperature and some no stop words; it is no reason to fail.
        "drop_params": True,
    }
    if request.stop:
        arguments["stop"] = list(request.stop)
    if profile.provider in OLLAMA:
        # Ollama cuts off the beginning of a prompt that is longer than its window, without a
        # word, and the window that it takes by itself is small.
        arguments["num_ctx"] = profile.context_window
        # For a model that is not in its list litellm asks Ollama after each reply, in a call
        # that holds up the event loop.
        litellm.model_cost.setdefault(name, FREE | {"litellm_provider": profile.provider})
    return arguments | connection(profile)


def connection(profile: ModelProfile) -> dict[str, Any]:
    """The arguments that say where a model is reached, and with which key.

    A server of the user's own never gets the key of a provider that happens to be in the
    environment: litellm would send it there.
    """
    if profile.api_base is not None:
        return {"api_base": profile.api_base, "api_key": profile.api_key or NO_KEY}
    return {"api_key": profile.api_key} if profile.api_key else {}
