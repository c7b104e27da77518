"""The program is killed in the middle of a step; the story goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.model_server import Reply

RGPT = [sys.executable, "-c", "from rgpt_tui.cli import main; main()"]
SHOWN = 400
"""Characters of the paragraph on the screen when the program is killed."""


def kill_in_mid_paragraph(story: str, tmp_path) -> str:
    """Write a step in a process of its own, kill it, and give the words that it had shown."""
    writing = subprocess.Popen(
        [*RGPT, "write", story, "--plan", "They wait for the tide.", "--json"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"RGPT_STORIES": str(tmp_path / "stories")},
    )
    shown = ""
    for line in writing.stdout:
        event = json.loads(line)
        if event["event"] == "words" and event["section"] == "paragraph":
            shown += event["text"]
        if len(shown) > SHOWN:
            break
    writing.send_signal(signal.SIGKILL)
    writing.wait()
    writing.stdout.close()
    return shown


@pytest.fixture
def killed(rgpt, story, with_model, tmp_path):
    """The words of a reply that was killed on its way."""
    with_model.queue(Reply(tokens_per_second=60))
    return kill_in_mid_paragraph(story, tmp_path)


def test_the_words_that_streamed_are_kept_but_for_the_last_second(rgpt, story, killed):
    shown = rgpt("show", story, "--json").lines[0]
    kept = shown["draft"]["sections"]["paragraph"]
    assert killed.startswith(kept.strip()[:100])
    # At 60 tokens a second, a second is some 240 characters.
    assert len(kept) > len(killed) - 300
    assert len(shown["path"]) == 3


def test_the_step_can_be_gone_on_with(rgpt, story, killed):
    written = rgpt("write", story, "--from-draft", "--json").events("step")[0]
    assert written["number"] == 4
    assert written["plan"] == "They wait for the tide."
    assert written["paragraph"][:100] == killed[:100]


def test_the_step_can_be_written_anew(rgpt, story, killed):
    written = rgpt("write", story, "--plan", "They do not wait.", "--json").events("step")[0]
    assert (written["number"], written["plan"]) == (4, "They do not wait.")
