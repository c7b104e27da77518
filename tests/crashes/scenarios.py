"""What is being done when the kill comes: each scenario is one piece of work with rgpt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rgpt_tui.story.backup_files import backups_of
from rgpt_tui.story.backups import fault_in
from tests.crashes.findings import Stories
from tests.crashes.mending import kept_as_found, mend, mend_again
from tests.crashes.nursery import Run
from tests.crashes.texts import words
from tests.model_server import Reply

if TYPE_CHECKING:
    from tests.crashes.stage import Stage

SLOW = Reply(chunk=40, tokens_per_second=200)
"""A reply of some seconds, so that its words are kept as a draft on the way."""
FAST = Reply(chunk=200)

Check = Callable[["Stage", Run, Stories, Stories], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One kind of work."""

    name: str
    kills: int
    """How often it is killed in a full run."""
    order: Callable[[Stage, str], list[str]]
    """The command, or the act, for a stage and a seed."""
    act: bool = False
    steps: int = 6
    """How many the story has at first."""
    reply: Reply = FAST
    then: Callable[[Stage], None] | None = None
    """What the writer does after the kill, before the stories are looked at."""
    checks: tuple[Check, ...] = ()
    """What is to be seen besides what holds for all."""


def _write(stage: Stage, seed: str) -> list[str]:
    return ["write", stage.name, "--plan", f"They wait for tide {seed}.", "--json"]


def _go_on(stage: Stage, seed: str) -> list[str]:
    """Go on with the draft that the kill before left; where none is, write."""
    if stage.has_draft:
        return ["write", stage.name, "--from-draft", "--json"]
    return _write(stage, seed)


def _fly(stage: Stage, seed: str) -> list[str]:
    return ["write", stage.name, "--auto", "-n", "4", "--json"]


def _new(stage: Stage, seed: str) -> list[str]:
    return ["new", "--title", f"Tide {seed}", "--topic", "a bell under the sea", "--json"]


def _edit(stage: Stage, seed: str) -> list[str]:
    stage.wanted.write_text(words(f"edit {seed}", 9), "utf-8")
    return ["edit", stage.name, "paragraph", "--step", str(1 + stage.turn % 6), "--json"]


def _import(stage: Stage, seed: str) -> list[str]:
    draft = stage.root / f"draft {seed}.md"
    draft.write_text(
        "\n\n".join(
            f"# Chapter {chapter}\n\n" + "\n\n".join(words(f"{chapter}.{n}", 6) for n in range(6))
            for chapter in range(1, 9)
        ),
        "utf-8",
    )
    return ["import", str(draft), "--title", f"Draft {seed}", "--json", "--model", "none"]


def _import_bundle(stage: Stage, seed: str) -> list[str]:
    return ["import", str(stage.bundle), "--json", "--model", "none"]


def _export(stage: Stage, seed: str) -> list[str]:
    kind = ("md", "text", "bundle")[stage.turn % 3]
    return [
        "export",
        stage.name,
        "--format",
        kind,
        "--output",
        str(stage.root / f"out.{kind}"),
        "--json",
    ]


def _rebuild(stage: Stage, seed: str) -> list[str]:
    return ["rebuild", stage.name, "--json"]


def _act(*order: str) -> Callable[[Stage, str], list[str]]:
    """An act on the story; ``{}`` stands for its folder, ``{seed}`` for the seed."""

    def ordered(stage: Stage, seed: str) -> list[str]:
        return [
            each.format(folder=stage.folder, name=stage.name, seed=seed, turn=stage.turn)
            for each in order
        ]

    return ordered


# What else is to be seen


def edited_or_not(stage: Stage, run: Run, before: Stories, after: Stories) -> list[str]:
    """An edit that was announced has the words that the editor saved."""
    wanted, texts = stage.wanted.read_text("utf-8"), after.texts
    return [
        "an edit was announced, and other words are in the book"
        for event in run.named("revised")
        if texts[(event["id"], event["revision"])].paragraph != wanted
    ]


def all_or_nothing(stage: Stage, run: Run, before: Stories, after: Stories) -> list[str]:
    """A story that is on the shelf has all that was to be taken in."""
    new = {name: book for name, book in after.books.items() if name not in before.books}
    return [
        f"{name} has {len(book.steps)} steps of {stage.expected}"
        for name, book in new.items()
        if stage.expected and len(book.steps) != stage.expected
    ]


def tip_of_the_writers_choice(stage: Stage, run: Run, before: Stories, after: Stories) -> list[str]:
    """The tip is where it was, or at the step that was written."""
    was, now = before.books[stage.name], after.books[stage.name]
    there = {step.id for step in was.steps}
    new = {step.id for step in now.steps} - there
    good = new if new else {was.tip}
    return [] if now.tip in good else ["the tip is not where the writer left it"]


def one_of_two_places(stage: Stage, run: Run, before: Stories, after: Stories) -> list[str]:
    """An undo and a redo lead to the last step or the one before it, and back."""
    book = after.books[stage.name]
    last = book.steps[-1]
    return [] if book.tip in (last.id, last.parent) else ["the tip is astray"]


def whole_export(stage: Stage, run: Run, before: Stories, after: Stories) -> list[str]:
    """A file that was exported is whole, if it is there."""
    from rgpt_tui.engine.exporting import SUFFIXES, export_of

    return [
        f"the exported {file.name} is torn"
        for kind in SUFFIXES
        if (file := stage.root / f"out.{kind}").exists()
        and file.read_bytes() != export_of(stage.folder, kind)
    ]


def same_story(stage: Stage, run: Run, before: Stories, after: Stories) -> list[str]:
    """There is one story with these steps, wherever it lies, under the old title or the new."""
    (was,) = before.books.values()
    books = list(after.books.values())
    if len(books) != 1 or books[0].steps != was.steps:
        return [f"there are {len(books)} stories where there was one"]
    return []


def whole_backups(stage: Stage, run: Run, before: Stories, after: Stories) -> list[str]:
    """Every backup that is listed can be gone back to."""
    return [
        f"the backup {backup.file.name} is damaged: {fault}"
        for backup in backups_of(stage.folder)
        if (fault := fault_in(backup.file))
    ]


def true_copies(stage: Stage, run: Run, before: Stories, after: Stories) -> list[str]:
    """Each copy of a story holds all of it."""
    return [
        f"{name} is no true copy"
        for name, book in after.books.items()
        if book.steps != before.books[stage.name].steps
    ]


SCENARIOS = (
    Scenario(name="write a step", kills=18, order=_write, reply=SLOW),
    Scenario(name="go on with a draft", kills=12, order=_go_on, reply=SLOW),
    Scenario(name="autopilot, four steps", kills=12, order=_fly),
    Scenario(name="a new story and its opening", kills=12, order=_new, reply=SLOW),
    Scenario(
        name="re-roll",
        kills=20,
        order=_act("reroll", "{folder}", "4"),
        act=True,
        reply=SLOW,
        checks=(tip_of_the_writers_choice,),
    ),
    Scenario(
        name="a paragraph of one's own",
        kills=16,
        order=_act("own", "{folder}", "I saw the bell {seed}. It did not ring."),
        act=True,
    ),
    Scenario(name="edit", kills=30, order=_edit, checks=(edited_or_not,)),
    Scenario(name="import of a draft", kills=16, order=_import, checks=(all_or_nothing,)),
    Scenario(name="import of a bundle", kills=20, order=_import_bundle, checks=(all_or_nothing,)),
    Scenario(name="re-embedding", kills=12, order=_rebuild, steps=16),
    Scenario(
        name="compaction", kills=16, order=_act("compact", "{folder}", "{seed}", "6"), act=True
    ),
    Scenario(
        name="story.md replaced",
        kills=20,
        order=_act("wander", "{folder}", "20"),
        act=True,
        steps=60,
        checks=(one_of_two_places,),
    ),
    Scenario(name="export", kills=24, order=_export, steps=60, checks=(whole_export,)),
    Scenario(
        name="duplicate",
        kills=14,
        order=_act("duplicate", "{name}"),
        act=True,
        steps=16,
        checks=(true_copies,),
    ),
    Scenario(
        name="rename",
        kills=24,
        order=_act("rename", "Bell {seed}"),
        act=True,
        checks=(same_story,),
    ),
    Scenario(
        name="put away and brought back",
        kills=20,
        order=_act("put_away_and_back", "{name}"),
        act=True,
        checks=(same_story,),
    ),
    Scenario(
        name="backup",
        kills=18,
        order=_act("back_up", "{name}"),
        act=True,
        steps=60,
        checks=(whole_backups,),
    ),
    Scenario(
        name="restore of a backup",
        kills=18,
        order=_act("restore", "{name}"),
        act=True,
        steps=20,
        checks=(whole_backups, same_story),
    ),
    Scenario(
        name="doctor --mend",
        kills=24,
        order=mend,
        steps=20,
        then=mend_again,
        checks=(kept_as_found, whole_backups, same_story),
    ),
)
