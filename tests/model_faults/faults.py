"""What a model server does wrong: each as the answers that it gives, one a request, and after that
it is well again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rgpt_tui.writer.sections import Section, label
from tests.model_server import (
    Reply,
    bad_key,
    content_refused,
    context_too_long,
    forbidden,
    html_page,
    no_such_model,
    out_of_quota,
    overloaded,
    rate_limited,
    server_error,
)
from tests.model_server.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.model_server import Behaviour

NOBODY = "http://127.0.0.1:9/v1"
"""Where nothing listens."""
REFUSAL = "I'm sorry, but I can't continue this story. It goes against my guidelines."


def prose(seed: str, sentences: int, language: str = "en") -> str:
    return Prose(seed, language).sentences(sentences)


def texts_of(sections: Sequence[Section], language: str = "en") -> dict[Section, str]:
    """Something good for each section."""
    long = (Section.PARAGRAPH, Section.OPENING_1, Section.OPENING_2, Section.OPENING_3)
    texts = {each: prose(each, 20 if each in long else 6, language) for each in sections}
    return texts | ({Section.CHOICE: "2"} if Section.CHOICE in sections else {})


def labelled(texts: dict[Section, str]) -> str:
    return "\n\n".join(f"{label(each, 'en')}: {text}" for each, text in texts.items())


def until_within(sections: Sequence[Section], struck: Section) -> tuple[str, dict[Section, str]]:
    """A reply up to the middle of a section, and the sections that are whole by then."""
    texts = texts_of(sections)
    before = {each: texts[each] for each in sections[: list(sections).index(struck)]}
    sentences = texts[struck].split(". ")
    half = ". ".join(sentences[: len(sentences) // 2]) + ". She was about to"
    return labelled({**before, struck: half}), before


@dataclass(frozen=True)
class Answer:
    """A fault that comes instead of a reply."""

    answers: Callable[[Sequence[Section]], list[Behaviour]]
    """The answers, by the sections that are asked for."""
    error: str = ""
    """The error that the writer gets; empty: it is mended without them."""
    words: str = ""
    """What stands in the error, or in a notice."""
    settings: dict[str, Any] = field(default_factory=dict)
    asks_again: int = 0
    """Requests that are repeated by themselves."""


@dataclass(frozen=True)
class Break:
    """A fault within a reply, behind words that have come; it is mended by asking for the rest."""

    rest: dict[str, Any]
    """What the reply is beside its text."""
    more: str = ""
    """What comes behind the words that are good."""
    words: str = ""
    """What stands in a notice."""
    error: str = ""

    def behind(self) -> str:
        """What comes behind words that end in the middle of a sentence."""
        return f" it. {self.more * 12}" if self.more else ""


def _same(*behaviours: Behaviour) -> Callable[[Sequence[Section]], list[Behaviour]]:
    return lambda _: list(behaviours)


ANSWERS = {
    "nothing listens": Answer(
        _same(), "ModelUnreachable", "Nothing answers at", {"api_base": NOBODY}
    ),
    "401": Answer(_same(bad_key()), "AuthenticationFailed", "wants an API key (401)"),
    "403": Answer(_same(forbidden()), "AuthenticationFailed", "does not let this key use"),
    "404": Answer(_same(no_such_model()), "UnknownModel", "Check the name"),
    "no credit": Answer(_same(out_of_quota()), "QuotaExhausted", "no credit"),
    "429 once": Answer(_same(rate_limited("0.01")), asks_again=1),
    "429 for long": Answer(_same(rate_limited("86400")), "RateLimited", "in 24 hours"),
    "500 once": Answer(_same(server_error()), asks_again=1),
    "500 again": Answer(_same(server_error(), server_error()), "ServerFailed", "failed (500)"),
    "529 again": Answer(_same(overloaded(), overloaded()), "ServerFailed", "overloaded"),
    "too long once": Answer(_same(context_too_long()), words="is shortened and sent again"),
    "filtered": Answer(_same(content_refused()), "ContentRefused", "refused the prompt"),
    "web page, 200": Answer(_same(html_page(200)), "ServerFailed", "titled “502 Bad Gateway”"),
    "web page, 502": Answer(
        _same(html_page(), html_page()), "ServerFailed", "titled “502 Bad Gateway”"
    ),
    "does not begin": Answer(
        _same(Reply(falls_silent=True, text="")),
        "ReplyStalled",
        "did not begin to reply",
        {"first_token_seconds": 0.7},
    ),
    "empty once": Answer(_same(Reply(""))),
    "empty always": Answer(_same(*[Reply("")] * 5), "StepIncomplete", "nothing but empty replies"),
    "refuses once": Answer(_same(Reply(REFUSAL)), words="The model refused to write"),
    "refuses again": Answer(_same(Reply(REFUSAL), Reply(REFUSAL)), "StepIncomplete", "“I'm sorry"),
    "other language once": Answer(
        lambda asked: [Reply(labelled(texts_of(asked, "zh")), chunk=200)],
        words="The reply came in Chinese",
    ),
    "other charset": Answer(lambda asked: [Reply(encoding="cp1252", chunk=200)]),
}
"""Faults that come instead of a reply."""

BREAKS = {
    "cut": Break({"finish_reason": None}, words="broke off before its end"),
    "falls silent": Break({"falls_silent": True}, words="broke off before its end"),
    "error in the stream": Break(
        {"error_at_end": "The GPU fell off the bus."}, words="broke off before its end"
    ),
    "goes in circles": Break(
        {"endless": True, "ignore_max_tokens": True},
        more="She went down to the water and waited there for the boat. ",
        words="the same again and again",
    ),
    "goes on for ever": Break(
        {"runs_on": True, "ignore_max_tokens": True}, words="went on past any measure"
    ),
    "out of tokens": Break({"finish_reason": "length"}),
    "filtered": Break({"finish_reason": "content_filter"}, error="ContentRefused"),
}
"""Faults within a reply."""
