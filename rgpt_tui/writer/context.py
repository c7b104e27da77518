"""The context of a request: what the templates may say, as values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from rgpt_tui.story.language import primary_subtag
from rgpt_tui.story.memory import MemoryLimit
from rgpt_tui.story.sentences import sentence_spans
from rgpt_tui.writer.sections import Section, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rgpt_tui.story.records import Passage
    from rgpt_tui.writer.state import State

NEAR_THE_END = 0.9
"""The share of the target length from which a story draws to its end."""
LAST_PASSAGES = 3
"""A story draws to its end at the latest when there is room for so many more passages."""
FEWEST_LEFT = 3
"""Sentences that are asked for at least where a passage is gone on with."""

LANGUAGE_NAMES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish",
    "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese",
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
    seen: tuple[str, ...] = ()
    """Plans that were on offer and will not do, the newest last."""
    recalled: tuple[Passage, ...] = ()
    given: Mapping[Section, str] = field(default_factory=dict)
    """Sections that are there already."""
    begun: Mapping[Section, str] = field(default_factory=dict)
    """Prose that broke off and is to be gone on with."""
    heading: str = ""
    """The heading of a chapter that begins with the next step."""

    def values(self, template_language: str) -> dict[str, Any]:
        """The values by the names that the templates use."""
        state, language = self.state, self.state.brief.language
        return {
            "brief": asdict(state.brief),
            "position": asdict(state.position),
            "words": state.words,
            "progress": _progress(state),
            "ending": _ending(state),
            "memory": state.memory,
            "pinned": state.pinned,
            "plans": state.plans,
            "previous": state.previous,
            "recalled": [asdict(passage) for passage in self.recalled],
            "plan": self.plan,
            "seen": self.seen,
            "heading": self.heading,
            "given": {section.value: text for section, text in self.given.items()},
            "asked": [section.value for section in self.asked],
            "begun": {
                section.value: {"text": text, "left": self._left(text)}
                for section, text in self.begun.items()
            },
            "labels": {section.value: label(section, template_language) for section in Section},
            "sizes": {
                "paragraph": self.sizes.paragraph,
                "plan": self.sizes.plan,
                "memory": self.sizes.limit.sentences,
                "memory_least": max(1, self.sizes.limit.sentences // 2),
                "memory_words": self.sizes.limit.words,
            },
            "write_in": _language_to_ask_for(language, template_language),
        }

    def _left(self, begun: str) -> int:
        """How many sentences are still to come of a passage that broke off."""
        there = len(sentence_spans(begun, self.state.brief.language))
        return max(FEWEST_LEFT, self.sizes.paragraph - there)


def _progress(state: State) -> int | None:
    """How much of the length that is aimed at is written, in per cent."""
    target = state.brief.target_words
    return round(100 * state.words / target) if target else None


def _ending(state: State) -> str:
    """How near the end is: ``now``, ``near``, ``far``; nothing if no length is aimed at."""
    target = state.brief.target_words
    if not target:
        return ""
    if state.words >= target:
        return "now"
    written = state.position.number - 1
    passage = state.words / written if written else 0
    near = min(NEAR_THE_END * target, target - LAST_PASSAGES * passage)
    return "near" if state.words >= near else "far"


def _language_to_ask_for(language: str, template_language: str) -> str:
    """The English name of the language to write in, where the templates do not imply it."""
    subtag = primary_subtag(language)
    return "" if subtag == template_language else LANGUAGE_NAMES.get(subtag, language)
