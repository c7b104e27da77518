"""What requests cost, in US dollars; None where no price is known."""


def in_all(*costs: float | None) -> float | None:
    """What costs come to together. One that is not known makes the sum unknown."""
    known = [cost for cost in costs if cost is not None]
    return sum(known, start=0.0) if len(known) == len(costs) else None
