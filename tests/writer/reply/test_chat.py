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
    "You've already written a scene that's perfect for your novel. Here's the next paragraph:",
    "I'm sure you've done a great job of bringing the main character to life.",
]
COMMENTARY = [
    "The story of Jack's journey is a poignant exploration of his troubled past. The island's "
    "rising up above him is a testament to the relentless cycle of time.",
    "This opening scene sets the stage for a gripping mystery, and leaves the reader in the dark.",
    "The narrative beautifully captures the keeper's fear; its imagery is of water and glass.",
    "This chapter introduces the protagonist, a sailor, and his longing for the light.",
]
NOVELS = [
    "The passage between the houses leaves no room; a backdrop of wet stone hung there.",
    "The narrative is a lie, Anna thought; her readers would never know.",
    "The story is a short one. He left, and the boat was found in spring.",
    "The passage is a narrow one, and at its end a lamp was burning.",
    "The scene unfolds below us like a map: the quay, the crowd, the black ship.",
    "The chapter ends with a storm, she said, and she closed the book and slept.",
    "The story follows you from town to town, as a dog does.",
    "“This scene explores the theme of loss,” read the critic, “and the reader yawns.”",
    "Outline the figure first, then the face.",
    "Outlines of ships: three, then four.",
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


@pytest.mark.parametrize("chat", [*FEEDBACK, *COMMENTARY])
def test_praise_and_advice_for_the_writer_become_no_passage(chat: str) -> None:
    assert read(f"{chat}\n{chat}\n\n{PROSE}", [Section.PARAGRAPH]).sections == {
        Section.PARAGRAPH: PROSE
    }
    assert read(characters(f"{PROSE}\n\n{chat}"), [Section.PARAGRAPH]).sections == {
        Section.PARAGRAPH: PROSE
    }
    assert read(chat, [Section.PARAGRAPH]).sections == {}


def test_an_outline_between_the_sentences_of_a_passage_is_cut_and_all_else_stays() -> None:
    outline = "Outline: The keeper goes down to the sea."
    for before, after, kept in [
        ("\n\n", f"\n\n{PROSE}", f"{PROSE}\n\n{PROSE}"),
        ("\n", f"\n{PROSE}", f"{PROSE}\n{PROSE}"),
        ("\n", f"\n\n{PROSE}", f"{PROSE}\n\n{PROSE}"),
        ("\n\n", "", PROSE),
    ]:
        reply = f"{PROSE}{before}{outline}{after}"
        for pieces in (reply, characters(reply)):
            found = read(pieces, [Section.PARAGRAPH])
            assert found.sections == {Section.PARAGRAPH: kept}
            assert outline in found.remarks
    whole = f"{PROSE}\n{outline}\n{PROSE}"
    reply = read(f"Paragraph: {whole}\n\nMemory: None.", STEP)
    assert reply.sections[Section.PARAGRAPH] == whole


@pytest.mark.parametrize("text", NOVELS)
def test_prose_that_speaks_of_stories_or_to_somebody_is_kept(text: str) -> None:
    for reply in (text, f"{text}\n\n{PROSE}", f"{PROSE}\n\n{text}"):
        assert read(characters(reply), [Section.PARAGRAPH]).sections == {Section.PARAGRAPH: reply}
        assert not any(is_card_line(line) or is_feedback(line) for line in reply.split("\n"))


def test_nothing_of_this_is_looked_for_where_a_whole_step_was_asked_for() -> None:
    paragraph = f"{FEEDBACK[0]}\n\n{PROSE}"
    reply = read(f"Paragraph: {paragraph}\n\nMemory: None.", STEP)
    assert reply.sections[Section.PARAGRAPH] == paragraph
