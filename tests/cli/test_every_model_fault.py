"""Every fault of the model, one after the other, on the command line."""

from __future__ import annotations

from rgpt_tui.story.reading import BookReader
from rgpt_tui.writer.sections import Section
from tests.model_faults.faults import ANSWERS, BREAKS, until_within
from tests.model_faults.phases import STEP
from tests.model_server import Reply

WRITE = ("--plan", "She rows out.", "--json")


def test_each_fault_is_told_or_mended_and_the_words_that_came_stay(
    rgpt, story, with_model, monkeypatch, tmp_path
):
    def steps() -> int:
        with BookReader.open(tmp_path / "stories" / story) as book:
            return len(book.path())

    def meets(fault, *answers, **settings):
        """Ask for a step, and see that it is written, or that it is told why not."""
        before = steps()
        with_model.forget()
        with_model.queue(*answers)
        with monkeypatch.context() as for_once:
            for name, value in settings.items():
                for_once.setenv(f"RGPT_{name.upper()}", str(value))
            called = rgpt("write", story, *WRITE)
        assert called.code == bool(fault.error), called.err
        assert fault.words in called.out + called.err
        assert "Traceback" not in called.err
        assert steps() == before + (not fault.error)
        if fault.error:
            assert "Nothing is lost" in called.err or "kept as a draft" in called.err
        return called

    monkeypatch.setenv("RGPT_RETRIES", "1")
    monkeypatch.setenv("RGPT_NEXT_TOKEN_SECONDS", "0.7")
    for fault in ANSWERS.values():
        meets(fault, *fault.answers(STEP), **fault.settings)
    text, whole = until_within(STEP, Section.MEMORY)
    for broken in BREAKS.values():
        called = meets(broken, Reply(text + broken.behind(), chunk=200, **broken.rest))
        if broken.error:
            with_model.forget()
            called = rgpt("write", story, "--from-draft", "--json")
        (step,) = called.events("step")
        assert step["paragraph"] == whole[Section.PARAGRAPH]
