"""What a writer asks long-term memory, and what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.archive.query import MEMORY_WEIGHT, Cue, RecallMode
from rgpt_tui.story.records import PassageOrigin
from tests.archive.village import VILLAGE, ask, catch_up, everything, steps

if TYPE_CHECKING:
    from tests.archive.conftest import Opens
    from tests.archive.village import Book


async def test_a_passage_is_found_by_what_it_means_not_by_its_words(
    opens: Opens, village: Book
) -> None:
    archive = await opens()
    await catch_up(archive)
    recall = await ask(archive, village, "ice stopped the machinery")
    assert recall.mode is RecallMode.HYBRID
    assert recall.notice is None
    assert steps(recall)[0] == "mill"
    await archive.close()


async def test_a_name_is_found_by_its_letters(opens: Opens, village: Book) -> None:
    village.write("inn", "Old Quillfeather drank there. He never paid.")
    archive = await opens()
    await catch_up(archive)
    recall = await ask(archive, village, "Quillfeather")
    assert steps(recall)[0] == "inn"
    assert recall.hits[0].sentence == "Old Quillfeather drank there."
    await archive.close()


async def test_a_hit_carries_its_sentence_its_neighbours_and_its_place(
    opens: Opens, village: Book
) -> None:
    archive = await opens()
    await catch_up(archive)
    hit = (await ask(archive, village, "the brass key under the plank")).hits[0]
    assert hit.sentence == "She had hidden a brass key under the third plank."
    assert hit.text == VILLAGE["ferry"]
    assert hit.position == village.path()["ferry"]
    assert hit.revision == 1
    assert hit.origin is PassageOrigin.RECALLED
    assert 0 < hit.score <= 1
    await archive.close()


async def test_a_sentence_recalled_by_itself_scores_nearly_one(opens: Opens, village: Book) -> None:
    archive = await opens()
    await catch_up(archive)
    recall = await ask(archive, village, "A stranger sold oranges in the square.")
    assert recall.hits[0].score == pytest.approx(1, abs=0.02)
    await archive.close()


async def test_what_fits_too_little_is_a_near_miss_and_no_hit(opens: Opens, village: Book) -> None:
    archive = await opens()
    await catch_up(archive)
    recall = await ask(archive, village, "The submarine's reactor overheated near Alaska.")
    assert recall.hits == ()
    assert set(everything(recall)) == set(VILLAGE)
    scores = [each.score for each in recall.near_misses]
    assert scores == sorted(scores, reverse=True)
    await archive.close()


async def test_no_more_hits_than_asked_for_and_the_others_are_near_misses(
    opens: Opens, book: Book
) -> None:
    for step, sentence in {
        "bed": "The cat slept on the bed.",
        "roof": "Up on the warm roof their cat was asleep again.",
        "barn": "A cat and her kittens were sleeping in the barn.",
        "stove": "By the stove, curled up, dozed the old tomcat.",
    }.items():
        book.write(step, sentence)
    archive = await opens()
    await catch_up(archive)
    recall = await ask(archive, book, "A cat is sleeping.", limit=2)
    assert len(recall.hits) == 2
    assert len(recall.near_misses) == 2
    assert recall.near_misses[0].score > 0.3
    await archive.close()


async def test_steps_of_another_branch_are_never_recalled(opens: Opens, village: Book) -> None:
    village.write("other", "She threw the brass key into the deepest part of the river.")
    archive = await opens()
    await catch_up(archive)
    along = village.path("market", "mill", "ferry")
    recall = await ask(archive, village, "the brass key in the river", path=along)
    assert set(everything(recall)) == {"ferry", "mill", "market"}
    assert recall.hits[0].position.number == 3
    elsewhere = await ask(archive, village, "the brass key", path=village.path("other"))
    assert everything(elsewhere) == ["other"]
    await archive.close()


async def test_a_short_branch_is_found_among_hundreds_of_better_fitting_steps(
    opens: Opens, village: Book
) -> None:
    for number in range(300):
        village.write(f"twin{number}", f"A brass key lay under plank {number} of the ferry.")
    archive = await opens()
    await catch_up(archive)
    path = village.path("mill", "ferry", "chapel")
    recall = await ask(archive, village, "A brass key under a plank of the ferry", path=path)
    assert steps(recall)[0] == "ferry"
    assert set(everything(recall)) == {"mill", "ferry", "chapel"}
    await archive.close()


async def test_what_the_prompt_holds_and_what_is_muted_is_left_out(
    opens: Opens, village: Book
) -> None:
    archive = await opens()
    await catch_up(archive)
    recall = await ask(
        archive,
        village,
        "the brass key under the plank",
        exclude=frozenset({"ferry"}),
        muted=frozenset({"mill"}),
    )
    assert set(everything(recall)) == {"chapel", "market"}
    await archive.close()


async def test_pinned_steps_come_first_and_whole(opens: Opens, village: Book) -> None:
    archive = await opens()
    await catch_up(archive)
    recall = await ask(archive, village, "the brass key under the plank", pinned=("market", "mill"))
    assert steps(recall)[:3] == ["market", "mill", "ferry"]
    first = recall.hits[0]
    assert first.text == VILLAGE["market"]
    assert first.origin is PassageOrigin.PINNED
    assert first.score == 1
    assert len(set(everything(recall))) == len(everything(recall))
    await archive.close()


async def test_a_pinned_step_of_another_branch_stays_away(opens: Opens, village: Book) -> None:
    archive = await opens()
    await catch_up(archive)
    recall = await ask(archive, village, "bell", path=village.path("chapel"), pinned=("market",))
    assert steps(recall) == ["chapel"]
    await archive.close()


async def test_of_passages_that_say_the_same_only_one_is_recalled(
    opens: Opens, village: Book
) -> None:
    village.write("copy", VILLAGE["ferry"])
    village.write("nearly", VILLAGE["ferry"].replace("before dawn", "before sunrise"))
    archive = await opens()
    await catch_up(archive)
    recall = await ask(archive, village, "She had hidden a brass key under the third plank.")
    assert sum(step in {"ferry", "copy", "nearly"} for step in everything(recall)) == 1
    await archive.close()


async def test_a_cue_of_less_weight_gives_less(opens: Opens, village: Book) -> None:
    archive = await opens()
    await catch_up(archive)
    plan = Cue(text="the miller carves spoons")
    memory = Cue(text="oranges are sold for stories", weight=MEMORY_WEIGHT)
    both = await ask(archive, village, "", cues=(plan, memory))
    alone = await ask(archive, village, "", cues=(Cue(text=memory.text),))
    assert set(steps(both)[:2]) == {"mill", "market"}
    market = next(hit.score for hit in both.hits if hit.step == "market")
    assert market == pytest.approx(MEMORY_WEIGHT * alone.hits[0].score, abs=0.01)
    await archive.close()


async def test_a_plan_finds_what_any_of_its_sentences_is_about(opens: Opens, village: Book) -> None:
    archive = await opens()
    await catch_up(archive)
    plan = (
        "The smith forges a chain for the bell of the chapel. Meanwhile the children dream of the "
        "oranges that the stranger sold. In the evening nobody can find the key of the ferry."
    )
    assert set(steps(await ask(archive, village, plan))) >= {"chapel", "market", "ferry"}
    await archive.close()


@pytest.mark.parametrize(
    "text",
    ['"', '"AND(:*', "((", "a OR", "NOT", "'; DROP TABLE", "^2~\\", "\x00", "%_", "the", "?!", "🂡"],
)
async def test_no_text_is_too_odd_to_ask_for(opens: Opens, village: Book, text: str) -> None:
    archive = await opens()
    await catch_up(archive)
    recall = await ask(archive, village, text)
    assert recall.notice is None
    await archive.close()


@pytest.mark.parametrize("text", ["", "  \n"])
async def test_asking_nothing_gives_nothing(opens: Opens, village: Book, text: str) -> None:
    archive = await opens()
    await catch_up(archive)
    recall = await ask(archive, village, text)
    assert recall.mode is RecallMode.NOTHING
    assert everything(recall) == []
    await archive.close()


async def test_an_empty_story_recalls_nothing(opens: Opens, book: Book) -> None:
    archive = await opens()
    assert await catch_up(archive) == []
    recall = await ask(archive, book, "anything")
    assert everything(recall) == []
    assert recall.notice is None
    await archive.close()


async def test_a_story_of_one_step_recalls_it(opens: Opens, book: Book) -> None:
    book.write("only", "Rain.")
    archive = await opens()
    await catch_up(archive)
    assert everything(await ask(archive, book, "It rained.")) == ["only"]
    await archive.close()


async def test_a_quote_in_the_id_of_a_step_does_no_harm(opens: Opens, village: Book) -> None:
    village.write("it's", "The smith's daughter left for the sea.")
    archive = await opens()
    await catch_up(archive)
    village.write("it's", "The smith's daughter came back from the sea.")
    await catch_up(archive)
    recall = await ask(archive, village, "the daughter at sea", path=village.path("it's"))
    assert [hit.sentence for hit in recall.hits] == ["The smith's daughter came back from the sea."]
    await archive.close()


async def test_what_was_written_since_is_found_by_its_words_until_it_is_taken_up(
    opens: Opens, village: Book
) -> None:
    archive = await opens()
    await catch_up(archive)
    village.write("inn", "Old Quillfeather drank there. He paid with a brass key.")
    behind = await ask(archive, village, "Quillfeather and the brass key")
    assert behind.mode is RecallMode.HYBRID
    assert behind.lacking == 1
    assert set(steps(behind)[:2]) == {"inn", "ferry"}
    assert "inn" not in steps(await ask(archive, village, "Quillfeather", muted=frozenset({"inn"})))
    await catch_up(archive)
    assert (await ask(archive, village, "Quillfeather and the brass key")).lacking == 0
    await archive.close()
