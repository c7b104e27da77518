"""A newcomer's story: the real starter model, through the real command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.starter_weights import fetched_weights, starter_weights

__all__ = ["fetched_weights", "starter_weights"]


def rgpt(*arguments: str) -> list[dict[str, object]]:
    """What a command prints as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", "from rgpt_tui.cli import main; main()", *arguments, "--json"],
        capture_output=True,
        text=True,
        env=os.environ | {"RGPT_MODEL": "starter"},
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.long
def test_a_story_is_opened_and_goes_on_with_no_key_and_no_account(
    starter_weights, monkeypatch, tmp_path
):
    monkeypatch.setenv("RGPT_STORIES", str(tmp_path / "stories"))
    rgpt("new", "--title", "The Lamp", "--genre", "mystery", "--topic", "a lighthouse")
    written = rgpt("write", "the-lamp", "-n", "1")
    steps = [line for line in written if line["event"] == "step"]
    assert [step["number"] for step in steps] == [4]
    for step in steps:
        assert len(str(step["paragraph"]).split()) > 20
        assert step["memory"]
        assert len(step["plans"]) == 3
        assert step["model"] == "starter"
        assert step["cost"] == 0.0
    shown = rgpt("show", "the-lamp")[0]
    assert [step["number"] for step in shown["path"]] == list(range(1, 5))
