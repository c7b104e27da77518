"""Composing a prompt within the model's room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.records import Message
from rgpt_tui.writer.prompt import LeftOut, Part, Prompt
from rgpt_tui.writer.shortening import shortenings

if TYPE_CHECKING:
    from collections.abc import Callable

    from rgpt_tui.writer.context import Context
    from rgpt_tui.writer.rendering import Rendered
    from rgpt_tui.writer.templates import Templates

MESSAGE_TOKENS = 8
"""What a chat format adds around a message, generously."""
UNCERTAINTY = 0.08
"""The share of the window kept free, because a foreign tokenizer counts otherwise than ours."""


class PromptTooLong(RgptError):
    """Not even the shortest form of a prompt fits the model."""


def compose(
    context: Context,
    *,
    template: str,
    system: str,
    templates: Templates,
    count_tokens: Callable[[str], int],
    window: int,
    reply_tokens: int,
) -> Prompt:
    """The prompt of a context, shortened as far as it must be.

    Args:
        context: what the prompt says.
        template: the template of the user message.
        system: the template of the system message.
        templates: where these are.
        count_tokens: counts the tokens of a text.
        window: how many tokens the model can take, prompt and reply together.
        reply_tokens: how many of these the reply may need.

    Raises:
        PromptTooLong: even the shortest form has no room.
    """
    room = int(window * (1 - UNCERTAINTY)) - reply_tokens

    def write(context: Context) -> _Written:
        values = context.values(templates.language)
        rules, body = templates.render(system, values), templates.render(template, values)
        tokens = sum(count_tokens(each.text) + MESSAGE_TOKENS for each in (rules, body))
        return _Written(rules, body, tokens)

    written, left_out = write(context), list[LeftOut]()
    shorter = shortenings(context)
    while written.tokens > room:
        less = next(shorter, None)
        if less is None:
            raise _too_long(written.tokens, room)
        before, written = written, write(less.context)
        if written.tokens < before.tokens:
            reason = f"the prompt had {before.tokens} tokens and there is room for {room}"
            left_out.append(
                LeftOut(
                    part=less.part, text=less.text, tokens=count_tokens(less.text), reason=reason
                )
            )
    return Prompt(
        messages=(
            Message(role="system", content=written.rules.text),
            Message(role="user", content=written.body.text),
        ),
        parts=tuple(
            Part(name=name, text=text, tokens=count_tokens(text))
            for name, text in (("rules", written.rules.text), *written.body.parts)
        ),
        left_out=tuple(left_out),
        tokens=written.tokens,
        room=room,
        reply_tokens=reply_tokens,
    )


@dataclass(frozen=True, slots=True)
class _Written:
    """Both messages of a prompt."""

    rules: Rendered
    body: Rendered
    tokens: int


def _too_long(tokens: int, room: int) -> PromptTooLong:
    return PromptTooLong(
        f"The prompt needs {tokens} tokens even when everything that may be left out is left "
        f"out, and the model has room for {room}. Nothing is lost. Shorten the memory, the plan "
        "or the list of characters, or use a model with a larger context window (setting "
        "`context_window`)."
    )
