"""The writer that answers by default: something fit for each section that the prompt asks for."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rgpt_tui.writer.sections import Section, label
from tests.model_server.asked import asked_of
from tests.model_server.prose import Prose

if TYPE_CHECKING:
    from tests.model_server.recording import RecordedRequest


def write(record: RecordedRequest) -> str:
    """The reply to a request: the same for the same messages, another for others."""
    return reply_to(record.last_user_message, seed=hashlib.sha256(record.body).hexdigest())


def reply_to(message: str, *, seed: str) -> str:
    """The reply to a prompt, section by section, each after its label if labels were asked for."""
    asked = asked_of(message)
    prose = Prose(seed, asked.language)
    texts = [(section, _section(section, prose, asked.language)) for section in asked.sections]
    if not asked.labelled:
        return texts[0][1]
    colon = "：" if asked.language == "zh" else ": "
    return "\n\n".join(f"{label(section, asked.language)}{colon}{text}" for section, text in texts)


def _section(section: Section, prose: Prose, language: str) -> str:
    match section:
        case Section.PARAGRAPH | Section.OPENING_1 | Section.OPENING_2 | Section.OPENING_3:
            return prose.sentences(18, 22)
        case Section.MEMORY:
            return prose.sentences(10, 18)
        case Section.RATIONALE | Section.REASON:
            return prose.sentences(2, 3)
        case Section.OUTLINE:
            return prose.sentences(8, 10)
        case Section.TITLE:
            return prose.title()
        case Section.CHOICE:
            return str(prose.number(3))
        case Section.ENDING:
            return "否" if language == "zh" else "No"
        case _:
            return prose.sentences(4, 6)
