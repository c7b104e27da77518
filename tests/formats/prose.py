"""Prose for drafts to be made of."""

from __future__ import annotations

import textwrap

RAIN = (
    "The rain had not stopped for three days, and the road to the mill was a river of brown "
    "water that carried branches and hats. Nobody came by any more. Old Tom said that it would "
    "last until Sunday."
)
WRAPPED = textwrap.fill(RAIN)
"""The same, hard-wrapped."""
