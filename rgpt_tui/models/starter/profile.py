"""How the starter model wants to be run and asked.

A model of 135 million parameters falls into repeating itself. What keeps it out of that was found
by trying and is set in its server, as the default of each request.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rgpt_tui.models.prices import FREE
from rgpt_tui.models.profile import STARTER, SectionsPerCall, profile_of

if TYPE_CHECKING:
    from pathlib import Path

    from rgpt_tui.models.profile import ModelProfile

CONTEXT = 4096
"""Tokens. It was trained on 8192, but the prompts of a small model are short, and each token of
context takes 23 kB of memory."""
OWN_CONTEXT = 8192
"""Tokens for a GGUF file of the user's, unless a setting says otherwise: llama.cpp itself keeps it
within what the model was trained on, and the whole of that can take many gigabytes."""
LARGEST_SMALL_FILE = 3_000_000_000
"""Bytes: about what four billion parameters take at five bits each."""
MAX_REPLY_TOKENS = 700
TEMPERATURE = 0.45
"""Hotter, it loses the thread within a sentence; colder, it goes in circles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How the next token is drawn, by llama.cpp's names and meanings."""

    top_k: int = 40
    top_p: float = 0.95
    min_p: float = 0.05
    penalty_repeat: float = 1.0
    penalty_last_n: int = 64
    """How many tokens back a repetition counts, into the prompt too."""
    dry_multiplier: float = 0.0
    """How hard it is to repeat a whole run of tokens ("Don't repeat yourself"); 0: not at all."""
    dry_base: float = 1.75
    dry_allowed_length: int = 2
    dry_penalty_last_n: int = 64


SAMPLING = Sampling(
    top_p=0.9,
    penalty_repeat=1.1,
    dry_multiplier=0.8,
    dry_allowed_length=5,
    dry_penalty_last_n=2048,
)
"""Without it nearly every passage ended in one sentence told again and again: 0.8 to 0.9 of its
runs of four words were repetitions, with it 0.0 to 0.3, in the few stories that were tried. A
stronger penalty seemed to bend the names of people in the middle of a page."""


def starter_profile(
    *, api_base: str | None = None, api_key: str | None = None, context_window: int = 0
) -> ModelProfile:
    """The profile of the starter model.

    Args:
        api_base: where its server is, once that runs.
        api_key: the server's key.
        context_window: tokens that the server gives it; 0: the usual.
    """
    profile = profile_of(
        STARTER,
        api_base=api_base,
        api_key=api_key,
        context_window=context_window or CONTEXT,
        max_reply_tokens=MAX_REPLY_TOKENS,
        temperature=TEMPERATURE,
    )
    # A slow machine reads a long prompt for a while; nothing is to be gained by asking again.
    return replace(profile, max_retries=1)


def own_profile(weights: Path, *, context_window: int = 0) -> ModelProfile:
    """The profile of a GGUF file of the user's. A small file is asked for one section at a time.

    Args:
        weights: the file. It may be missing; that is found when it is to be served.
        context_window: tokens; 0: the usual.
    """
    profile = profile_of(
        f"openai/{weights.stem}", context_window=context_window or OWN_CONTEXT, price=FREE
    )
    if not weights.is_file() or weights.stat().st_size > LARGEST_SMALL_FILE:
        return profile
    return replace(profile, sections_per_call=SectionsPerCall.ONE)
