"""The list of models that litellm brings: names, windows and limits, without importing litellm.

Importing litellm takes seconds; the list is a JSON file in its package and takes milliseconds.
"""

from __future__ import annotations

import functools
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LIST_FILE = "model_prices_and_context_window_backup.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """What the list says of a model; 0 where it says nothing."""

    provider: str
    """By litellm's name."""
    context_window: int
    max_reply_tokens: int
    reasons: bool
    """Whether it thinks before it answers, at the cost of the reply's tokens."""
    prompt_price: float | None
    """US dollars of one token that it reads; None where the list says nothing."""
    reply_price: float | None
    """US dollars of one token that it writes."""


def facts_of(name: str) -> ModelFacts | None:
    """What is known of a model by its litellm name, with or without the provider in front."""
    models = _models()
    entry = models.get(name) or models.get(name.partition("/")[2])
    if not entry:
        return None
    return ModelFacts(
        provider=str(entry.get("litellm_provider", "")),
        context_window=_number(entry.get("max_input_tokens") or entry.get("max_tokens")),
        max_reply_tokens=_number(entry.get("max_output_tokens")),
        reasons=bool(entry.get("supports_reasoning")),
        prompt_price=_price(entry.get("input_cost_per_token")),
        reply_price=_price(entry.get("output_cost_per_token")),
    )


def near_names(name: str, limit: int = 3) -> list[str]:
    """The names of chat models that look most like a name, the nearest first; often none."""
    from rapidfuzz import fuzz, process

    asked = name.lower()
    # With a provider in front the whole names are compared, without one what comes after it.
    known = {each if "/" in asked else each.partition("/")[2]: each for each in chat_names()}
    found = process.extract(asked, known.keys(), scorer=fuzz.ratio, limit=limit, score_cutoff=75)
    return [known[near] for near, _, _ in found]


@functools.cache
def chat_names() -> tuple[str, ...]:
    """The litellm names of every chat model in the list, each with its provider in front."""
    return tuple(
        sorted(
            name if "/" in name else f"{entry['litellm_provider']}/{name}"
            for name, entry in _models().items()
            if entry.get("mode") == "chat" and entry.get("litellm_provider")
        )
    )


@functools.cache
def _models() -> dict[str, dict[str, Any]]:
    spec = importlib.util.find_spec("litellm")
    if spec is None or spec.origin is None:
        return {}
    text = (Path(spec.origin).parent / LIST_FILE).read_text(encoding="utf-8")
    models: dict[str, dict[str, Any]] = json.loads(text)
    return models


def _price(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _number(value: object) -> int:
    return int(value) if isinstance(value, (int, float)) else 0
