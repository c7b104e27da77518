"""What a reader of CommonMark sees of an export; `markdown-it-py` is the reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rgpt_tui.formats.markdown import to_markdown
from rgpt_tui.formats.pages import Page
from rgpt_tui.story.records import Brief

MARKS = [
    *"#*_-+=>`~<&|[]()!\\:;.1'\"“ ”’aB,\n",
    *("* * *", "---", "1. ", "2) ", "- ", "&amp;", "<b>", "](", "\n\n", "```", "word ", "~~"),
    *("[a]: b", "http://a.b", "<!--", "\\n", "==", "—", "走。", "| a |", "|-|-|"),
]
prose = st.lists(st.sampled_from(MARKS), max_size=25).map("".join)


def shown(markdown: str, dialect: str = "commonmark") -> list[str]:
    """The blocks that a reader sees: the text of headings and paragraphs, and rules as such."""
    blocks = []
    depth = 0
    for token in MarkdownIt(dialect, {"linkify": False}).parse(markdown):
        if token.type == "inline":
            text = ""
            for piece in token.children or []:
                assert piece.type in {"text", "text_special", "hardbreak"}, piece
                text += "\n" if piece.type == "hardbreak" else piece.content
            blocks.append("#" * depth + text)
        elif token.type == "heading_open":
            depth = int(token.tag[1])
        elif token.type == "heading_close":
            depth = 0
        elif token.type == "hr":
            blocks.append(token.markup[0] * 3)
        else:
            assert token.type in {"paragraph_open", "paragraph_close"}, token
    return blocks


def written(paragraph: str, heading: str = "", title: str = "") -> str:
    return to_markdown(Brief(title=title), [Page(heading=heading, paragraph=paragraph)])


def as_text(paragraph: str) -> list[str]:
    """The paragraphs of a text, each line without the spaces around it."""
    lines = "\n".join(line.strip() for line in paragraph.split("\n"))
    blocks = [each.strip("\n") for each in lines.split("\n\n")]
    return [each for each in blocks if each]


def is_rule(text: str) -> bool:
    bare = text.replace(" ", "")
    return "\n" not in text and len(bare) > 2 and len(set(bare)) == 1 and bare[0] in "*-_"


def test_a_story_has_its_title_and_its_chapters_as_headings():
    pages = [
        Page(heading="Chapter 1", paragraph="It rained.\n\nNobody came."),
        Page(heading="", paragraph="It still rained."),
        Page(heading="Chapter 2", paragraph="The sun."),
    ]
    assert to_markdown(Brief(title="The Storm"), pages) == (
        "# The Storm\n\n## Chapter 1\n\nIt rained.\n\nNobody came.\n\nIt still rained.\n\n"
        "## Chapter 2\n\nThe sun.\n"
    )


@pytest.mark.parametrize(
    "paragraph",
    [
        "# Not a chapter",
        "- Not a list",
        "+ Nor this",
        "1. Nor this",
        "1984) was the year",
        "> Not a quotation",
        "He *really* meant it, and **swore** it.",
        "_Kept in shorthand._",
        "The <b>sign</b> said <https://a.b>.",
        "`code` and ``more``",
        "[A link](https://a.b) and ![a picture](a.png)",
        "[note]: https://a.b",
        "A title\n===",
        "A title\n---",
        "&amp; is not &",
        "A backslash \\* and one at the end \\\nof a line",
        "```\nno code\n```",
        "| a | b |\n|---|---|\n| c | d |",
        "~~gone~~",
        "* * *\nis no scene break here",
        "    four spaces are no code",
    ],
)
@pytest.mark.parametrize("dialect", ["commonmark", "gfm-like"])
def test_marks_in_the_prose_are_shown_as_they_are(paragraph, dialect):
    assert shown(written(paragraph), dialect) == as_text(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "It's the king's “own” dog; isn't it?",
        "* * *",
        "---",
        "Five * three, and 3 < 5 & so on.",
        "snake_case and a lone * star",
        "A footnote* here, and one* there.",
        "*Do you know the proverb?",
        "“Well”—he paused—“no!” (And left.)",
        "It was 1984. Then came 1985.",
        "A [bracket] and a #tag, a ~ tilde, an = sign.",
        "C:\\novel and a ` grave",
        "“走吧。”他说。",
        "-no item, +none, 3.14 either",
    ],
)
def test_prose_that_is_no_mark_is_written_without_backslashes(paragraph):
    assert written(paragraph) == paragraph + "\n"


@given(prose)
def test_any_text_is_shown_as_that_text(paragraph):
    expected = [each.replace(" ", "")[:3] if is_rule(each) else each for each in as_text(paragraph)]
    assert shown(written(paragraph)) == expected


@given(prose, prose)
def test_any_heading_and_title_are_shown_as_they_are(heading, title):
    expected = ["#" + " ".join(title.split())] if title.split() else []
    expected += ["##" + " ".join(heading.split())] if heading.split() else []
    assert shown(written("Prose.", heading, title)) == [*expected, "Prose."]


def test_no_control_character_or_escape_sequence_gets_into_an_export():
    markdown = written("\x1b[31mRed\x1b[0m \x07bell\x00 \x9b2Jclear", "\x1b]0;title\x07I", "\x85T")
    assert markdown == "# T\n\n## I\n\nRed bell clear\n"
    assert written("\u202eright to left\u202c") == "\u202eright to left\u202c\n"
