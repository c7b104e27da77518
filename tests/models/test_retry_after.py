from __future__ import annotations

import pytest

from rgpt_tui.models.retry_after import in_words, retry_after

NOON = 1_790_000_000.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "20"}, 20),
        ({"retry-after": "0"}, 0),
        ({"Retry-After": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"Retry-After": "Mon, 21 Sep 2026 14:14:20 GMT"}, 60),
        ({"Retry-After": "Mon, 21 Sep 2026 14:00:00 GMT"}, 0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": ""}, None),
    ],
)
def test_what_the_provider_asks_for_is_read(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, now=NOON) == seconds


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 second"),
        (40, "40 seconds"),
        (75, "75 seconds"),
        (400, "7 minutes"),
        (5000, "83 minutes"),
        (10_000, "3 hours"),
        (200_000, "2 days"),
    ],
)
def test_a_wait_is_told_as_people_tell_it(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
