"""The context of a request: what the templates may say, as values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from rgpt_tui.story.memory import MemoryLimit
from rgpt_tui.writer.sections import Section, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rgpt_tui.story.records import Passage
    from rgpt_tui.writer.state import State

NEAR_THE_END = 0.9
"""The share of the target length from which a story draws to its end."""

LANGUAGE_NAMES = {
    "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How long things are to be; the numbers are the paper's."""

    paragraph: int = 20
    """Sentences of a paragraph."""
    plan: int = 5
    """Sentences of a plan."""
    limit: MemoryLimit = field(default_factory=MemoryLimit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything that one request is made of."""

    state: State
    asked: tuple[Section, ...]
    sizes: Sizes = field(default_factory=Sizes)
    plan: str = ""
    recalled: tuple[Passage, ...] = ()
    given: Mapping[Section, str] = field(default_factory=dict)
    """Sections that are there already."""
    begun: str = ""
    """The end of a paragraph that broke off and is to be gone on with."""
    heading: str = ""
    """The heading of a chapter that begins with the next step."""

    def values(self, template_language: str) -> dict[str, Any]:
        """The values by the names that the templates use."""
        state, language = self.state, self.state.brief.language
        same = language == template_language
        return {
            "brief": asdict(state.brief),
            "position": asdict(state.position),
            "words": state.words,
            "memory": state.memory,
            "pinned": state.pinned,
            "plans": state.plans,
            "previous": state.previous,
            "recalled": [asdict(passage) for passage in self.recalled],
            "plan": self.plan,
            "heading": self.heading,
            "given": {section.value: text for section, text in self.given.items()},
            "asked": [section.value for section in self.asked],
            "begun": self.begun,
            "labels": {section.value: label(section, template_language) for section in Section},
            "sizes": {
                "paragraph": self.sizes.paragraph,
                "plan": self.sizes.plan,
                "memory": self.sizes.limit.sentences,
                "memory_least": self.sizes.limit.sentences // 2,
                "memory_words": self.sizes.limit.words,
            },
            "ending": _ending(state),
            "write_in": "" if same else LANGUAGE_NAMES.get(language, language),
        }


def _ending(state: State) -> str:
    """How near the end is: ``now``, ``near``, or nothing."""
    if not state.brief.target_words:
        return ""
    share = state.words / state.brief.target_words
    return "now" if share >= 1 else "near" if share >= NEAR_THE_END else ""
