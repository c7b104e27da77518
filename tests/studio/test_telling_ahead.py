"""What the autopilot will take is told with all that it asks for."""

from __future__ import annotations

from rgpt_tui.engine.forecast import Forecast
from rgpt_tui.studio.telling_ahead import told_ahead


def test_the_choices_of_plans_are_counted_also_up_to_the_length_aimed_at() -> None:
    forecast = Forecast(
        model="openai/writer",
        prompt_tokens=3000,
        reply_tokens=1000,
        cost=0.5,
        words_per_step=300,
        steps_left=100,
        cost_left=50.0,
        seconds_per_step=60,
        choice_tokens=500,
        choice_cost=0.1,
    )
    assert told_ahead(forecast, steps=1).split("\n") == [
        "Next step: about 4,000 tokens, $0.50, for all its requests and replies.",
        "1 step and the choice of its plan: about 4,500 tokens, $0.60, 1 min.",
        "To the length that you aim at: 100 steps and the choice of their plans: about 450,000 "
        "tokens, $60.00, 1.7 hours.",
    ]
