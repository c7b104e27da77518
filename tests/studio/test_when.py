"""Moments and languages as a person would say them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from rgpt_tui.studio.when import language_code, language_name, when

HOME = timezone(timedelta(hours=2))
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=HOME)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 24, 9, 29, 40, tzinfo=HOME), "just now"),
        (datetime(2026, 11, 24, 9, 29, tzinfo=HOME), "1 minute ago"),
        (datetime(2026, 11, 24, 9, 5, tzinfo=HOME), "25 minutes ago"),
        (datetime(2026, 11, 24, 7, 0, tzinfo=HOME), "2 hours ago"),
        (datetime(2026, 11, 23, 23, 0, tzinfo=HOME), "yesterday"),
        (datetime(2026, 11, 19, 12, 0, tzinfo=HOME), "on Thursday"),
        (datetime(2026, 3, 3, 12, 0, tzinfo=HOME), "on 3 March"),
        (datetime(2025, 3, 3, 12, 0, tzinfo=HOME), "on 3 March 2025"),
        (datetime(2027, 1, 1, tzinfo=HOME), "just now"),
    ],
)
def test_a_moment_is_said_as_a_person_would(moment, said):
    assert when(moment, NOW) == said


def test_the_day_is_that_of_the_reader():
    # Late yesterday in UTC is today at home.
    assert when(datetime.fromisoformat("2026-11-23T22:30:00+00:00"), NOW) == "9 hours ago"


def test_a_language_is_known_by_its_name_and_its_code():
    assert language_code(" Portuguese ") == "pt"
    assert language_code("zh") == "zh"
    assert language_code("the tongue of men") is None
    assert language_name("zh-Hant") == "Chinese"
    assert language_name("xx") == "xx"
