from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.story.memory import (
    MemoryDiff,
    MemoryLimit,
    diff_memory,
    keep_pinned,
    memory_fits,
    trim_memory,
)
from rgpt_tui.story.sentences import split_sentences

KEY = "The key lies under the old stone."
RAIN = "It has rained for three days."
ANNA = "Anna no longer trusts her brother."
ROAD = "The road to the north is closed."


def memory(*sentences: str) -> str:
    return " ".join(sentences)


def test_a_memory_fits_when_neither_its_sentences_nor_its_words_are_over() -> None:
    text = memory(KEY, RAIN)
    assert memory_fits(text, MemoryLimit(sentences=2, words=13), "en")
    assert not memory_fits(text, MemoryLimit(sentences=1, words=13), "en")
    assert not memory_fits(text, MemoryLimit(sentences=2, words=12), "en")
    assert MemoryLimit() == MemoryLimit(sentences=20, words=400)
    assert memory_fits("", MemoryLimit(sentences=1, words=1), "en")


@pytest.mark.parametrize("limit", [{"sentences": 0}, {"words": 0}])
def test_a_limit_of_nothing_is_refused(limit: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        MemoryLimit(**limit)


class TestKeepPinned:
    def test_a_pinned_sentence_that_is_there_stays_where_it_is(self) -> None:
        text = f"{RAIN}  {KEY}\n\n{ANNA}\n"
        assert keep_pinned(text, [KEY, ANNA], "en") == text

    def test_lost_ones_come_back_at_the_front_in_the_order_of_the_pins(self) -> None:
        assert keep_pinned(RAIN, [ANNA, KEY], "en") == memory(ANNA, KEY, RAIN)
        assert keep_pinned("她走了。", ["林月有钥匙。", "雨下得很大！"], "zh") == (
            "林月有钥匙。雨下得很大！她走了。"
        )

    def test_a_pin_alone_fills_an_empty_memory(self) -> None:
        assert keep_pinned(" \n", [KEY], "en") == KEY

    def test_a_near_rewording_gets_the_pinned_words_back_in_its_place(self) -> None:
        text = memory(RAIN, "The key lay under the old stone.", ANNA)
        assert keep_pinned(text, [KEY], "en") == memory(RAIN, KEY, ANNA)
        assert keep_pinned(f"{RAIN} The key lies\nunder the old stone.", [KEY], "en") == memory(
            RAIN, KEY
        )

    @pytest.mark.parametrize(
        ("pin", "other"),
        [
            ("He died.", "She died."),
            ("“Él murió.”", "“Ella murió.”"),
            ("They meet on floor 3 at noon.", "They meet on floor 4 at noon."),
            (KEY, "The key hangs behind a new door."),
        ],
    )
    def test_another_fact_is_not_taken_for_a_rewording(self, pin: str, other: str) -> None:
        assert keep_pinned(memory(other, RAIN), [pin], "en") == memory(pin, other, RAIN)

    def test_a_pin_that_resembles_another_does_not_overwrite_it(self) -> None:
        pins = [KEY, "The key lies under the odd stone."]
        assert keep_pinned(pins[0], pins, "en") == memory(pins[1], pins[0])

    def test_a_pin_inside_a_longer_sentence_is_not_there(self) -> None:
        assert keep_pinned("她知道他走了。", ["他走了。"], "zh") == "他走了。她知道他走了。"

    def test_a_pinned_phrase_may_be_part_of_a_sentence_but_not_of_a_word(self) -> None:
        assert keep_pinned(KEY, ["under the old stone"], "en") == KEY
        assert keep_pinned("Anna waits.", ["Ann"], "en") == "Ann\n\nAnna waits."

    def test_a_list_stays_a_list(self) -> None:
        facts = f"- {RAIN}\n- {ANNA}"
        assert keep_pinned(facts, [f"* {ANNA}"], "en") == facts
        assert keep_pinned(facts, [KEY], "en") == f"- {KEY}\n{facts}"
        assert keep_pinned(f"# Facts\n{facts}", [KEY], "en") == f"{KEY}\n\n# Facts\n{facts}"

    def test_the_same_pin_twice_and_an_empty_one_change_nothing(self) -> None:
        assert keep_pinned(RAIN, [KEY, f" {KEY} ", "", "  "], "en") == memory(KEY, RAIN)


class TestTrimMemory:
    def test_a_memory_that_fits_comes_back_byte_for_byte(self) -> None:
        text = f"\n- {RAIN}\r\n-  {KEY}\t\n\n"
        assert trim_memory(text, [KEY], MemoryLimit(), "en") == (text, ())

    def test_the_oldest_unpinned_sentences_go(self) -> None:
        text = memory(KEY, RAIN, ANNA, ROAD)
        assert trim_memory(text, [KEY], MemoryLimit(sentences=2), "en") == (
            memory(KEY, ROAD),
            (RAIN, ANNA),
        )
        assert trim_memory(text, [], MemoryLimit(words=14), "en") == (
            memory(ANNA, ROAD),
            (KEY, RAIN),
        )

    def test_no_more_goes_than_has_to(self) -> None:
        text = memory(*[f"Fact number {number} is known." for number in range(25)])
        shorter, dropped = trim_memory(text, [], MemoryLimit(), "en")
        assert len(dropped) == 5
        assert split_sentences(shorter, "en") == split_sentences(text, "en")[5:]

    def test_pins_win_over_the_limit(self) -> None:
        text = memory(RAIN, KEY, ROAD, ANNA)
        assert trim_memory(text, [KEY, ANNA], MemoryLimit(sentences=1), "en") == (
            memory(KEY, ANNA),
            (RAIN, ROAD),
        )

    def test_a_lost_pin_is_back_before_the_memory_is_trimmed(self) -> None:
        assert trim_memory(memory(RAIN, ROAD), [KEY], MemoryLimit(sentences=2), "en") == (
            memory(KEY, ROAD),
            (RAIN,),
        )

    def test_the_last_sentence_is_cut_rather_than_lost(self) -> None:
        long = " ".join(["Word"] * 500)
        cut, dropped = trim_memory(memory(RAIN, long), [], MemoryLimit(words=5), "en")
        assert cut == "Word Word Word Word Word…"
        assert dropped == (RAIN, long)
        assert trim_memory("雨下得很大，她走了", [], MemoryLimit(words=5), "zh")[0] == "雨下得很大…"

    def test_what_stays_of_lists_and_paragraphs_keeps_its_form(self) -> None:
        text = f"- {RAIN}\n-  {KEY}\n  - {ANNA} {ROAD}\n\nThe  end."
        assert trim_memory(text, [KEY, ROAD], MemoryLimit(sentences=3), "en") == (
            f"-  {KEY}\n  - {ROAD}\n\nThe  end.",
            (RAIN, ANNA),
        )


class TestDiffMemory:
    def test_sentences_are_dropped_kept_or_added_in_order(self) -> None:
        assert diff_memory(memory(KEY, RAIN, ANNA), memory(ANNA, ROAD, KEY), "en") == MemoryDiff(
            dropped=(RAIN,), kept=(ANNA, KEY), added=(ROAD,)
        )

    def test_white_space_and_list_markers_make_no_difference(self) -> None:
        diff = diff_memory("- The key lies  under\n  the old stone.\n", KEY, "en")
        assert diff == MemoryDiff(dropped=(), kept=(KEY,), added=())
        assert diff_memory("雨下得\n很大。", "雨下得很大。", "zh").kept == ("雨下得很大。",)

    def test_a_changed_word_is_one_sentence_dropped_and_one_added(self) -> None:
        other = KEY.replace("old", "new")
        assert diff_memory(KEY, other, "en") == MemoryDiff(dropped=(KEY,), kept=(), added=(other,))

    def test_a_sentence_said_twice_and_then_once_was_dropped_once(self) -> None:
        assert diff_memory(memory(KEY, KEY), KEY, "en") == MemoryDiff(
            dropped=(KEY,), kept=(KEY,), added=()
        )


SENTENCES = st.sampled_from(
    [KEY, KEY.replace("old", "cold"), RAIN, "Anna", "“Go!” he said.", "he ran. then", "Mr.",
     "# Head", "“走吧。”他说。", "林月有钥匙。", "「はい」", "* * *", "...", "He (so! Yes) ran.",
     "5. No"]
)  # fmt: skip
GAPS = st.sampled_from(["", " ", "\n", "\n\n", "\n- ", "\n1. ", "\n　"])
MEMORIES = st.one_of(
    st.lists(st.tuples(GAPS, SENTENCES).map("".join)).map("".join), st.text(max_size=40)
)
TWO_SENTENCES = st.tuples(SENTENCES, SENTENCES).map(" ".join)
PINS = st.lists(st.one_of(SENTENCES, TWO_SENTENCES, st.text(max_size=10)), max_size=4)
LIMITS = st.builds(MemoryLimit, sentences=st.integers(1, 6), words=st.integers(1, 25))
LANGUAGES = st.sampled_from(["en", "zh", "ja", "xx"])


@given(MEMORIES, PINS, LANGUAGES)
def test_any_pin_is_in_any_memory_afterwards_and_stays_there(
    text: str, pins: list[str], language: str
) -> None:
    kept = keep_pinned(text, pins, language)
    assert all(pin.strip().lstrip("-*+0123456789.()、． ") in kept for pin in pins)
    assert keep_pinned(kept, pins, language) == kept
    assert keep_pinned(text, [], language) == text


@given(MEMORIES, LIMITS, LANGUAGES)
def test_any_memory_without_pins_is_within_any_limit_afterwards_and_not_empty(
    text: str, limit: MemoryLimit, language: str
) -> None:
    trimmed, dropped = trim_memory(text, [], limit, language)
    assert memory_fits(trimmed, limit, language)
    assert bool(trimmed.strip()) == bool(text.strip())
    assert (trimmed == text) == (not dropped)


@given(MEMORIES, PINS, LIMITS, LANGUAGES)
def test_trimming_is_finished_after_one_go_and_loses_no_pin(
    text: str, pins: list[str], limit: MemoryLimit, language: str
) -> None:
    trimmed, _ = trim_memory(text, pins, limit, language)
    assert keep_pinned(trimmed, pins, language) == trimmed
    assert trim_memory(trimmed, pins, limit, language) == (trimmed, ())
