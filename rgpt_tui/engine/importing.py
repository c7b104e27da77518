"""Taking in what a writer brings: a draft, from its file to the steps of a story, its index and
its first memory; or a bundle, which is a whole story already.

What reads drafts is imported where it is used, so that the studio can hold this at little cost.
"""

from __future__ import annotations

from contextlib import aclosing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.cutting import beginning
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.records import NewStep, StepKind, Text

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from rgpt_tui.engine.errands import BundleFound
    from rgpt_tui.engine.session import WritingSession
    from rgpt_tui.formats.draft import Draft
    from rgpt_tui.story.shelf import Shelf
    from rgpt_tui.story.whole_records import WholeBook
    from rgpt_tui.writer.events import Event

BEGINNING: Final = 600
"""Characters of a text that show what it is."""
MARKDOWN_SUFFIXES: Final = frozenset({".md", ".markdown"})


def read_story(file: Path, language: str) -> WholeBook | tuple[Draft, str]:
    """The whole story of a bundle, or a draft as `read_and_split` gives it, by what the file holds.

    Raises:
        BundleUnusable: it is a bundle that cannot be taken in.
        DraftUnusable: the file cannot be read, or holds no text.
    """
    from rgpt_tui.formats.bundle import from_bundle
    from rgpt_tui.formats.bundle_mark import is_bundle
    from rgpt_tui.formats.reading import read_bytes

    data = read_bytes(file)
    return from_bundle(data, str(file)) if is_bundle(data) else _split(data, file, language)


def read_and_split(file: Path, language: str) -> tuple[Draft, str]:
    """A draft cut into passages, and the language that it is in.

    Args:
        file: a text or Markdown file.
        language: of the draft; empty: as it reads.

    Raises:
        DraftUnusable: the file cannot be read, or holds no text.
    """
    from rgpt_tui.formats.reading import read_bytes

    return _split(read_bytes(file), file, language)


def _split(data: bytes, file: Path, language: str) -> tuple[Draft, str]:
    from rgpt_tui.formats.draft import split_draft
    from rgpt_tui.formats.reading import text_of
    from rgpt_tui.story.language import detect_language

    text = text_of(data, file)
    written_in = language or detect_language(text)
    # Plain text may hold a Markdown heading too; in a Markdown file nothing else is one.
    markdown = file.suffix.lower() in MARKDOWN_SUFFIXES or None
    return split_draft(text, written_in, markdown=markdown), written_in


def put_on_shelf(shelf: Shelf, whole: WholeBook) -> Path:
    """Make a story of a whole book, readable copy included; its long-term memory follows later.

    Returns:
        Its folder, which is a new one, also where the shelf has a story of that title.

    Raises:
        ShelfUnwritable: the shelf cannot be written.
    """
    from rgpt_tui.engine.exporting import export_of
    from rgpt_tui.story.lock import WriterLock
    from rgpt_tui.story.readable import write_readable_copy

    folder = shelf.take_in(whole)
    with suppress(RgptError, OSError), WriterLock(folder, "rgpt, which takes it in"):
        # The book is in; without the copy it is safe too, and the next step writes one.
        write_readable_copy(folder, export_of(folder, "md").decode())
    return folder


def look_into_bundle(file: Path) -> BundleFound:
    """What is in a bundle.

    Raises:
        BundleUnusable: it is none, or cannot be taken in.
        DraftUnusable: the file cannot be read.
    """
    from rgpt_tui.engine.errands import BundleFound
    from rgpt_tui.story.measures import count_words

    whole = _whole_of(file)
    texts = whole.branch()
    return BundleFound(
        title=whole.brief.title,
        language=whole.brief.language,
        steps=len(texts),
        words=sum(count_words(text.paragraph, whole.brief.language) for text in texts),
        headings=tuple(text.heading for text in texts if text.heading),
        beginning=beginning(texts[0].paragraph, BEGINNING) if texts else "",
    )


def take_bundle_in(file: Path, stories: Path, title: str) -> Path:
    """Make a story of a bundle, as `put_on_shelf` does, under the title that the writer wants.

    Raises:
        BundleUnusable, DraftUnusable: as `look_into_bundle`.
        ShelfUnwritable: the shelf cannot be written.
    """
    from rgpt_tui.story.shelf import Shelf

    whole = _whole_of(file)
    if title != whole.brief.title:
        whole = whole.titled(title, datetime.now(UTC))
    return put_on_shelf(Shelf(stories), whole)


def _whole_of(file: Path) -> WholeBook:
    from rgpt_tui.formats.bundle import from_bundle
    from rgpt_tui.formats.reading import read_bytes

    return from_bundle(read_bytes(file), str(file))


def steps_of(draft: Draft) -> list[NewStep]:
    """The steps of a draft."""
    return [
        NewStep(
            kind=StepKind.IMPORTED,
            text=Text(heading=passage.heading, paragraph=passage.paragraph),
        )
        for passage in draft.passages
    ]


async def taking_in(session: WritingSession, with_model: bool) -> AsyncGenerator[Event, None]:
    """Index the steps of a draft that was made a story, and, with a model, make the memory.

    They are in the book already; whatever interrupts this, the next command on the story goes on
    with it.
    """
    async with aclosing(session.catch_up()) as indexing:
        async for event in indexing:
            yield event
    if with_model:
        async with aclosing(session.refresh()) as remembering:
            async for event in remembering:
                yield event
