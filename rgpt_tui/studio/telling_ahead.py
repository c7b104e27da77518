"""The forecast in words: what the next steps will take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rgpt_tui.story.costs import in_all
from rgpt_tui.story.counting import counted

if TYPE_CHECKING:
    from rgpt_tui.engine.forecast import Forecast


def told_ahead(forecast: Forecast, *, steps: int | None = None) -> str:
    """What is to be expected of the autopilot.

    Args:
        forecast: of the next step, and of reaching the target length.
        steps: that it would write; None: the writer has not said how many.
    """
    each = forecast.prompt_tokens + forecast.reply_tokens
    lines = [
        f"Next step: about {each:,} tokens{_cost(forecast.cost)}, for all its requests and replies."
    ]
    if steps:
        lines.append(f"{_run(forecast, steps)}.")
    if forecast.steps_left == 0:
        lines.append("The length that you aim at is reached.")
    elif forecast.steps_left is not None:
        lines.append(f"To the length that you aim at: {_run(forecast, forecast.steps_left)}.")
    return "\n".join(lines)


def _run(forecast: Forecast, steps: int) -> str:
    """What the autopilot takes for some steps, with the requests by which it chooses plans."""
    plans = "its plan" if steps == 1 else "their plans"
    each = forecast.prompt_tokens + forecast.reply_tokens + forecast.choice_tokens
    each_cost = in_all(forecast.cost, forecast.choice_cost)
    cost = None if each_cost is None else each_cost * steps
    time = _time(forecast.seconds_per_step, steps)
    return (
        f"{counted(steps, 'step')} and the choice of {plans}: about {each * steps:,} tokens"
        f"{_cost(cost)}{time}"
    )


def ahead_in_short(forecast: Forecast) -> tuple[str, ...]:
    """The same in a few words, for the status line, and in ever fewer where there is less room."""
    each = forecast.prompt_tokens + forecast.reply_tokens
    cost = _cost_in_short(forecast.cost)
    short = f"next ≈ {in_thousands(each)} tokens{cost}"
    if not forecast.steps_left:
        return f"next step ≈ {each:,} tokens in all{cost}", short
    steps, rest = forecast.steps_left, _cost_in_short(forecast.cost_left)
    return (
        f"next step ≈ {each:,} tokens in all{cost} · {counted(steps, 'step')} to the end{rest}",
        f"{short} · {counted(steps, 'step')} to go{rest}",
        short,
    )


def in_thousands(tokens: int) -> str:
    """A number of tokens, rounded where it is long."""
    return f"{tokens / 1000:.1f}k" if tokens >= 1000 else f"{tokens}"


def _cost_in_short(dollars: float | None) -> str:
    return _cost(dollars) if dollars else ""


def _cost(dollars: float | None) -> str:
    if dollars is None:
        return ", at a price that is not known"
    if not dollars:
        return ", no charge"
    return f", ${dollars:,.2f}" if dollars >= 0.01 else f", ${dollars:.4f}"


def _time(seconds: float | None, steps: int) -> str:
    if seconds is None:
        return ""
    minutes = seconds * steps / 60
    return f", {minutes / 60:.1f} hours" if minutes >= 90 else f", {max(1, round(minutes))} min"
