"""A story as plain text."""

from __future__ import annotations

from rgpt_tui.formats.draft import split_draft
from rgpt_tui.formats.export import FORMATS
from rgpt_tui.formats.pages import Page
from rgpt_tui.formats.plain_text import to_plain_text
from rgpt_tui.story.records import Brief

PAGES = [
    Page(heading="Chapter 1", paragraph="It rained*.\n\nRoses are red,\nviolets are blue."),
    Page(heading="", paragraph="  It *still* rained.\n"),
    Page(heading="Chapter\n2", paragraph="The \x1b[31msun\x1b[0m."),
]


def test_prose_stands_as_it_is_and_chapters_stand_apart():
    assert to_plain_text(Brief(title="The Storm"), PAGES) == (
        "The Storm\n\n\n\nChapter 1\n\nIt rained*.\n\nRoses are red,\nviolets are blue.\n\n"
        "  It *still* rained.\n\n\n\nChapter 2\n\nThe sun.\n"
    )


def test_a_story_without_a_title_begins_with_its_text():
    assert to_plain_text(Brief(), PAGES[1:2]) == "  It *still* rained.\n"
    assert to_plain_text(Brief(), PAGES[2:]) == "Chapter 2\n\nThe sun.\n"


def test_it_can_be_imported_again():
    draft = split_draft(to_plain_text(Brief(title="The Storm"), PAGES), "en")
    assert draft.title == "The Storm"
    assert [page.heading for page in draft.passages] == ["Chapter 1", "Chapter 2"]


def test_each_format_writes_a_text_and_has_a_suffix():
    assert {name: each.suffix for name, each in FORMATS.items()} == {"md": ".md", "text": ".txt"}
    for each in FORMATS.values():
        assert "The sun." in each.write(Brief(title="The Storm"), PAGES)
