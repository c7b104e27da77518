"""Moments and languages in words, as a person would say them."""

from __future__ import annotations

from datetime import UTC, datetime

from rgpt_tui.story.counting import counted

MINUTE, HOUR = 60, 3600
WEEK_DAYS = 7

LANGUAGES = {
    "ar": "Arabic",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
"""Names of languages, by their BCP 47 primary subtag."""


def when(moment: datetime, now: datetime | None = None) -> str:
    """A moment of the past in words: “5 minutes ago”, “yesterday”, “3 May 2025”.

    Args:
        moment: with its time zone.
        now: the present, unless that is meant; its time zone is the reader's.
    """
    now, moment, seconds, days = _since(moment, now)
    if seconds < MINUTE:
        return "just now"
    if seconds < HOUR:
        return _ago(int(seconds // MINUTE), "minute")
    if days == 0:
        return _ago(int(seconds // HOUR), "hour")
    if days == 1:
        return "yesterday"
    if days < WEEK_DAYS:
        return f"on {moment:%A}"
    year = "" if moment.year == now.year else f" {moment.year}"
    return f"on {moment.day} {moment:%B}{year}"


def _since(moment: datetime, now: datetime | None) -> tuple[datetime, datetime, float, int]:
    """The present, the moment by the reader's clock, and the seconds and days between them."""
    now = now or datetime.now(UTC).astimezone()
    moment = moment.astimezone(now.tzinfo)
    return now, moment, (now - moment).total_seconds(), (now.date() - moment.date()).days


def when_in_short(moment: datetime, now: datetime | None = None) -> str:
    """A moment of the past in nine columns at most: “5 min”, “3 h”, “Mon”, “3 May”, “May 2025”.

    Args:
        moment: with its time zone.
        now: as `when` takes it.
    """
    now, moment, seconds, days = _since(moment, now)
    if seconds < MINUTE:
        return "just now"
    if seconds < HOUR:
        return f"{int(seconds // MINUTE)} min"
    if days <= 1:
        return f"{int(seconds // HOUR)} h" if days == 0 else "yesterday"
    if days < WEEK_DAYS:
        return f"{moment:%a}"
    return f"{moment.day} {moment:%b}" if moment.year == now.year else f"{moment:%b %Y}"


def language_name(code: str) -> str:
    """A language in English words; its code where there is no name for it here."""
    return LANGUAGES.get(code.partition("-")[0].lower(), code)


def language_code(text: str) -> str | None:
    """The code of a language that somebody names or gives the code of; None if it is neither."""
    wanted = text.strip().lower()
    if wanted.isascii() and wanted.isalpha() and len(wanted) in (2, 3):
        return wanted
    return next((code for code, name in LANGUAGES.items() if name.lower() == wanted), None)


def _ago(count: int, what: str) -> str:
    return f"{counted(count, what)} ago"
