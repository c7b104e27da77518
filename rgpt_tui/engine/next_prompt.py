"""What would be sent next, as a record that travels between processes."""

from __future__ import annotations

from dataclasses import dataclass

from rgpt_tui.archive.query import Recall  # noqa: TC001 - msgspec reads the types at run time
from rgpt_tui.writer.prompt import Prompt  # noqa: TC001


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPrompt:
    """What would be sent next."""

    prompt: Prompt
    recall: Recall | None
    """What was recalled for it; None where nothing is recalled, for an opening."""
    notices: tuple[str, ...] = ()
