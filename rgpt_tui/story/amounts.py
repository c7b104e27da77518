"""Amounts in a record: how large they may be, so that they have a sum.

A book may be of anybody's making, and JSON has numbers whose sum is none.
"""

from __future__ import annotations

from typing import Final, TypeVar

Amount = TypeVar("Amount", int, float)

LARGEST_NUMBER: Final = 2**53
"""The integers up to here are the same in every reader of JSON (RFC 8259, section 6)."""


def within(amount: Amount, least: int = 0) -> Amount:
    """An amount, brought to the nearest that counts: between `least` and the largest."""
    if amount < least:
        return type(amount)(least)
    return type(amount)(LARGEST_NUMBER) if amount > LARGEST_NUMBER else amount
