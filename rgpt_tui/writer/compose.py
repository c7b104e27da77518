"""Composing a prompt within the model's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.records import Message
from rgpt_tui.writer.prompt import LeftOut, Part, Prompt
from rgpt_tui.writer.shortening import shortenings

if TYPE_CHECKING:
    from collections.abc import Callable

    from rgpt_tui.writer.context import Context
    from rgpt_tui.writer.templates import Templates

MESSAGE_TOKENS = 8
"""What a chat format adds around a message, generously."""
UNCERTAINTY = 0.05
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
    left_out: list[LeftOut] = []
    shorter = shortenings(context)
    while True:
        prompt = _build(
            context, template, system, templates, count_tokens, tuple(left_out), room, reply_tokens
        )
        if prompt.tokens <= room:
            return prompt
        reason = f"the prompt had {prompt.tokens} tokens and there is room for {room}"
        try:
            context, part, text = next(shorter)
        except StopIteration:
            raise PromptTooLong(
                f"The prompt needs {prompt.tokens} tokens even when everything that may be left "
                f"out is left out, and the model has room for {room}. Nothing is lost. Shorten "
                "the memory, the plan or the list of characters, or use a model with a larger "
                "context window (setting `context_window`)."
            ) from None
        left_out.append(LeftOut(part=part, text=text, tokens=count_tokens(text), reason=reason))


def _build(
    context: Context,
    template: str,
    system: str,
    templates: Templates,
    count_tokens: Callable[[str], int],
    left_out: tuple[LeftOut, ...],
    room: int,
    reply_tokens: int,
) -> Prompt:
    values = context.values(templates.language)
    rules, body = templates.render(system, values), templates.render(template, values)
    named = [("rules", rules.text), *body.parts]
    messages = (
        Message(role="system", content=rules.text),
        Message(role="user", content=body.text),
    )
    return Prompt(
        messages=messages,
        parts=tuple(Part(name=name, text=text, tokens=count_tokens(text)) for name, text in named),
        left_out=left_out,
        tokens=sum(count_tokens(each.content) + MESSAGE_TOKENS for each in messages),
        room=room,
        reply_tokens=reply_tokens,
    )
