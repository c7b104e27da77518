"""Text in another language is told by its script, and never where there is a doubt."""

from __future__ import annotations

import pytest

from rgpt_tui.writer.foreign import foreign_script
from tests.writer.stage import prose

ENGLISH, CHINESE = prose("a page", 20), prose("a page", 20, "zh")
RUSSIAN = "Он ушёл рано утром. Дождь шёл всю ночь, и никто не ответил. За дверью был ветер."
JAPANESE = "彼女は橋を渡った。雨が静かに降っていた。誰もいなかった。鐘の音だけが聞こえた。"


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [
        (CHINESE, "en", "Chinese"),
        (CHINESE, "ja", "Chinese"),
        (CHINESE, "de-AT", "Chinese"),
        (ENGLISH, "zh-Hans", "Latin letters"),
        (ENGLISH, "uk", "Latin letters"),
        (RUSSIAN, "en", "Cyrillic letters"),
        (JAPANESE, "zh", "Japanese"),
    ],
)
def test_another_script_is_told(text: str, language: str, script: str) -> None:
    assert foreign_script(text, language) == script


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (ENGLISH, "fr"),  # By its script alone nothing can be said.
        (RUSSIAN, "uk"),
        (CHINESE, "yue"),
        (JAPANESE, "ja"),
        (ENGLISH, "sr"),  # Written in two scripts.
        (ENGLISH, "tlh"),
        ("石桥. 雨. 不.", "en"),
        (f"{ENGLISH} “{CHINESE[:200]}”", "en"),
        (f"She read aloud: “{CHINESE[:150]}” {ENGLISH[:700]}", "en"),
        (CHINESE.replace("。", "，Captain Brandt von Hohenfels said。"), "zh"),
        ("…… —— ！", "zh"),
        ("", "en"),
    ],
)
def test_names_quotations_and_languages_of_one_script_raise_no_alarm(
    text: str, language: str
) -> None:
    assert foreign_script(text, language) == ""
