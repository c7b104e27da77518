"""A very small model chats in place of a passage; a novel may speak of stories too."""

from __future__ import annotations

import pytest

from rgpt_tui.writer.reply.chat import is_card_line, is_feedback
from rgpt_tui.writer.sections import Section
from tests.writer.reply.reading import STEP, characters, read

PROSE = "The lamp was out. Ilse climbed the stair and counted the steps aloud."
CARD = "Genre: A Quiet Mystery\nTopic: A keeper comes back.\nStyle: Plain.\nAuthor: The Lamp"
FEEDBACK = [
    "That's a great summary of the story. You've effectively conveyed the essence of it.",
    "I think this adds another layer to the story's themes. You've woven together two lives.",
    "I’d love to see where you’re going with this story. Do you plan on another chapter?",
    "I've been giving this story a lot of thought; could you add more to Ember's character?",
    "Your writing is both detailed and evocative in its descriptions of Ember's character.",
    "I'm sure you've done a great job of bringing the main character to life.",
]
NOVELS = [
    "Genre is a word for shopkeepers. She put the book back.",
    "Title in hand, he went to the registrar.",
    '"Title: none," the clerk read out. "Author: unknown."',
    "“That’s a great story,” said the boy. “You've told it well, and the next chapter?”",
    "You've a good hand for a story, my father used to say, and he was wrong.",
    "I think it was the summer that you left. The house was good to us.",
    "Your story was always the same: the sea, the boat, and the door that would not shut.",
    "This is a good place, she thought, and you will like it here.",
    "I'm sure you remember the plot of land behind the chapel.",
    "The Drowned Bell\n\nIt rang before dawn.",
    "Author: the word stood alone on the stone.",
    "I hope this helps you to sleep, she wrote on the label of the bottle.",
]


@pytest.mark.parametrize(
    "chat", [CARD, f"The Lost Light of the Island\n\n{CARD}", f"**Title:** The Lamp\n\n{CARD}"]
)
def test_a_card_of_the_book_does_not_become_the_passage(chat: str) -> None:
    for reply in (f"{chat}\n\n{PROSE}", characters(f"{chat}\n{PROSE}")):
        found = read(reply, [Section.OPENING_2])
        assert found.sections[Section.OPENING_2] == PROSE
        assert "Quiet Mystery" in found.remarks


@pytest.mark.parametrize("chat", FEEDBACK)
def test_praise_and_advice_for_the_writer_become_no_passage(chat: str) -> None:
    assert read(f"{chat}\n{chat}\n\n{PROSE}", [Section.PARAGRAPH]).sections == {
        Section.PARAGRAPH: PROSE
    }
    assert read(characters(f"{PROSE}\n\n{chat}"), [Section.PARAGRAPH]).sections == {
        Section.PARAGRAPH: PROSE
    }
    assert read(chat, [Section.PARAGRAPH]).sections == {}


@pytest.mark.parametrize("text", NOVELS)
def test_prose_that_speaks_of_stories_or_to_somebody_is_kept(text: str) -> None:
    for reply in (text, f"{text}\n\n{PROSE}", f"{PROSE}\n\n{text}"):
        assert read(characters(reply), [Section.PARAGRAPH]).sections == {Section.PARAGRAPH: reply}
        assert not any(is_card_line(line) or is_feedback(line) for line in reply.split("\n"))


def test_nothing_of_this_is_looked_for_where_a_whole_step_was_asked_for() -> None:
    paragraph = f"{FEEDBACK[0]}\n\n{PROSE}"
    reply = read(f"Paragraph: {paragraph}\n\nMemory: None.", STEP)
    assert reply.sections[Section.PARAGRAPH] == paragraph
