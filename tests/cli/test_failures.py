"""What a command says when something fails that nobody planned for."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from rgpt_tui.cli import upkeep

CALL = [sys.executable, "-c", "from rgpt_tui.cli import main; main()"]


@pytest.fixture
def broken(monkeypatch):
    def put(error):
        def fail(*_, **__):
            raise error

        monkeypatch.setattr(upkeep.paths, "callback", fail)

    return put


def test_an_unexpected_fault_is_one_line_and_a_log_file_has_the_rest(rgpt, broken, tmp_path):
    broken(ZeroDivisionError("by nothing"))
    failed = rgpt("paths", "--json")
    log = tmp_path / "data" / "logs" / "errors.log"
    assert failed.code == 1
    assert "Traceback" not in failed.err
    assert str(log) in failed.err
    assert failed.events("error")[0]["kind"] == "ZeroDivisionError"
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_an_unexpected_fault_is_reported_where_no_log_can_be_written(rgpt, broken, tmp_path):
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    broken(ZeroDivisionError("by nothing"))
    failed = rgpt("paths")
    assert (failed.code, "Traceback" in failed.err) == (1, False)
    assert "by nothing" in failed.err


def test_a_stop_is_an_error_object_for_programs(rgpt, broken):
    broken(KeyboardInterrupt())
    stopped = rgpt("paths", "--json")
    assert stopped.code == 1
    assert stopped.events("error")[0]["kind"] == "Stopped"
    assert "kept" in stopped.err


@pytest.mark.parametrize("as_json", [False, True])
def test_a_terminal_without_unicode_gets_every_line(tmp_path, as_json):
    stories = tmp_path / "Märchen"
    call = [*CALL, "--stories", str(stories), "paths", *(["--json"] if as_json else [])]
    environ = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "COLUMNS": "300"}
    called = subprocess.run(call, env=environ, capture_output=True, text=True, check=False)
    assert called.returncode == 0, called.stderr
    if as_json:
        assert json.loads(called.stdout)["stories"] == str(stories)
    else:
        assert "M?rchen" in called.stdout


def test_a_reader_that_goes_away_is_no_fault(tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    called = subprocess.run(
        [*CALL, "paths"], stdout=writing, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writing)
    assert (called.returncode, called.stderr) == (1, "")
    assert not (tmp_path / "data").exists()
