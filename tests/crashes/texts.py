"""What the stories of the crash tests say: another text for each seed, all of them awkward."""

from __future__ import annotations

import random

from rgpt_tui.story.records import NewStep, Plan, PlanSource, StepKind, Text

WHO = ("Agnes", "the sexton", "Captain Brandt", "old Henrik", "the ferryman", "Mara", "Tobias")
DID = ("counted", "hid", "carried", "asked about", "would not speak of", "remembered", "watched")
WHAT = ("the brass key", "the ledger", "the naïve rhyme 石桥", "a lamp without oil", "the [ring]")
WHERE = ("on the bridge", "by the mill race", "in the cold chapel", "out on the flats", "at sea")


def words(seed: str, sentences: int) -> str:
    """Some sentences."""
    dice = random.Random(seed)
    return " ".join(
        f"{dice.choice(WHO).capitalize()} {dice.choice(DID)} {dice.choice(WHAT)} "
        f"{dice.choice(WHERE)}, {dice.randrange(2, 9999)} paces off."
        for _ in range(sentences)
    )


def new_step(seed: str, **changes: object) -> NewStep:
    """A step as a model would have made it."""
    text = {
        "paragraph": words(seed, 12),
        "rationale": f"Kept the key, added {seed}.",
        "memory": words(f"{seed} memory", 12),
        "plans": tuple(words(f"{seed} plan {plan}", 3) for plan in range(3)),
    }
    plan = Plan(text=words(f"{seed} taken", 3), source=PlanSource.OFFERED, offered=1)
    return NewStep(kind=StepKind.WRITTEN, plan=plan, text=Text(**(text | changes)))  # type: ignore[arg-type]
