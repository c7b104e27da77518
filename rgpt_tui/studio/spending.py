"""What the requests of a step and of a session take, those that were broken off included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.models.tokens import rough_tokens
from rgpt_tui.story.costs import in_all
from rgpt_tui.studio.telling_ahead import in_thousands

if TYPE_CHECKING:
    from rgpt_tui.story.records import Making
    from rgpt_tui.writer.events import Answered, Asking, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Tokens and money."""

    tokens: int = 0
    cost: float | None = 0.0
    """US dollars; None where no price is known."""
    estimated: bool = False

    @classmethod
    def of(cls, asked: Making | Answered) -> Spent:
        """What requests have taken that are answered."""
        return cls(
            tokens=asked.usage.prompt_tokens + asked.usage.completion_tokens,
            cost=asked.cost,
            estimated=asked.usage.estimated,
        )

    def __add__(self, other: Spent) -> Spent:
        return Spent(
            tokens=self.tokens + other.tokens,
            cost=in_all(self.cost, other.cost),
            estimated=self.estimated or other.estimated,
        )

    def __str__(self) -> str:
        """In words, for a line."""
        about = "about " if self.estimated else ""
        price = f" ${self.cost:.4f}" if self.cost else ""
        return f"{about}{in_thousands(self.tokens)}{price}"


class Spending:
    """Follows the requests of a session, event by event."""

    def __init__(self) -> None:
        self._step = self._in_all = Spent()
        self._step_made = False
        self._asking: Asking | None = None
        """The request that is under way."""
        self._turned_away = False
        """It waits to be let in, and nobody has read it so far."""
        self._came = 0
        """Tokens of its reply so far, about."""

    def begin(self, before: Making | None = None) -> None:
        """A piece of work begins.

        Args:
            before: what was asked already for the step that is gone on with; that is in the sum of
                the session, where it was asked in it.
        """
        self._step, self._step_made = Spent(), False
        if before is not None and before.rounds:
            self._step = Spent.of(before)

    def take(self, event: Event) -> None:
        """Follow what happens in it."""
        from rgpt_tui.engine.events import Committed
        from rgpt_tui.writer.events import Answered, Asking, Waiting, Words

        if isinstance(event, Asking):
            self.end()
            if self._step_made:
                self.begin()
            self._asking, self._turned_away = event, False
        elif isinstance(event, Words):
            self._came += rough_tokens(event.text)
            self._turned_away = False
        elif isinstance(event, Waiting):
            self._turned_away = not self._came
        elif isinstance(event, Answered):
            self._asking, self._came = None, 0
            self._add(Spent.of(event))
        elif isinstance(event, Committed):
            self._step_made = True

    def end(self, *, stopped: bool = False) -> None:
        """It is over, or the next request follows: count what was asked and not answered.

        Args:
            stopped: by the writer, so that the request was read though no word had come.
        """
        asking, came = self._asking, self._came
        self._asking, self._came = None, 0
        if asking is not None and (came or (stopped and not self._turned_away)):
            asked = asking.prompt.tokens
            cost = asking.price.of(asked, came) if asking.price is not None else None
            self._add(Spent(tokens=asked + came, cost=cost, estimated=True))

    def told(self) -> tuple[str, ...]:
        """What it comes to, in words and in fewer; nothing as long as nothing was asked."""
        if not self._in_all.tokens:
            return ()
        return f"{self._step} this step, {self._in_all} in all", f"{self._in_all} in all"

    def _add(self, spent: Spent) -> None:
        self._step += spent
        self._in_all += spent
