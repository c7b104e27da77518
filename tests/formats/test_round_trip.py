"""A story that is exported to Markdown and imported again is the same story."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rgpt_tui.formats.draft import split_draft
from rgpt_tui.formats.markdown import to_markdown
from rgpt_tui.formats.pages import Page
from rgpt_tui.story.records import Brief

words = st.text(
    alphabet=st.sampled_from(
        string.ascii_letters + string.digits + string.punctuation + "“”’—é走。"
    ),
    min_size=1,
    max_size=12,
)
lines = st.lists(
    words | st.sampled_from(["* * *", "---", "#", "1.", "-", ">", "Chapter 7"]),
    min_size=1,
    max_size=6,
).map(" ".join)
paragraphs = st.lists(lines, min_size=1, max_size=3).map("\n".join)
prose = st.lists(paragraphs, min_size=1, max_size=4).map("\n\n".join)
chapters = st.builds(Page, heading=lines, paragraph=prose)
pages = st.builds(Page, heading=st.just("") | lines, paragraph=prose)


def content(pages) -> list[str]:
    """The headings and the paragraphs of pages, in order."""
    pieces = []
    for page in pages:
        pieces += ["## " + page.heading] if page.heading else []
        pieces += page.paragraph.split("\n\n")
    return pieces


@given(title=st.just("") | lines, first=chapters, further=st.lists(pages, max_size=3))
def test_headings_and_paragraphs_survive_a_round_trip(title, first, further):
    story = [first, *further]
    markdown = to_markdown(Brief(title=title), story)
    again = split_draft(markdown, "en", markdown=True)
    assert content(again.passages) == content(story)
    assert again.left_out == ()
    if not title.startswith("Chapter 7"):
        assert again.title == (title or None)


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        ("zh", "天色已经暗了下来。\n\n“走吧。”他说。\n\n* * *\n\n雨开始下了。"),
        ("en", "Roses are red,\nviolets are blue.\n\n“Well,” he said, “_no_.”"),
        ("en", "¯\\_(ツ)_/¯ is no escape.\n\nAnd \\* is one."),
    ],
)
def test_a_story_without_chapters_survives_a_round_trip(language, paragraph):
    story = [Page(heading="", paragraph=paragraph)]
    markdown = to_markdown(Brief(title="The Storm"), story)
    again = split_draft(markdown, language)
    assert again.title == "The Storm"
    assert content(again.passages) == content(story)
