"""Why a draft could not be taken in."""

from __future__ import annotations

from rgpt_tui.story.errors import RgptError


class DraftUnusable(RgptError):
    """A draft could not be taken in. Nothing was changed."""


class DraftMissing(DraftUnusable):
    """There is no such file."""


class DraftUnreadable(DraftUnusable):
    """It is there, but it is a folder or a device, or may not be read."""


class DraftTooLarge(DraftUnusable):
    """It is larger than any novel."""


class DraftEmpty(DraftUnusable):
    """It has no prose."""


class NotText(DraftUnusable):
    """It is a file of another kind, such as a PDF."""


class EncodingUnclear(DraftUnusable):
    """How its characters are encoded cannot be told for certain."""


class BundleUnusable(RgptError):
    """A bundle could not be taken in, or not be made. Nothing was changed."""
