"""The root of every error that a user of rgpt may see."""

from __future__ import annotations


class RgptError(Exception):
    """Something could not be done.

    The message is for the user as it stands: what happened, what is safe, what to do next.
    """
