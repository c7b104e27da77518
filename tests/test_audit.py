"""The audit of the dependencies in CI, where there is data and where there is none."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPT = Path(__file__).parents[1] / ".ci" / "audit.py"
SOUND = {"name": "click", "version": "8.5.1", "vulns": []}
SKIPPED = {"name": "h2", "skip_reason": "Dependency not found on PyPI"}
FAULTY = {
    "name": "h11",
    "version": "0.16.0",
    "vulns": [{"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "fix_versions": []}],
}


@pytest.fixture
def audit() -> Callable[..., int]:
    spec = importlib.util.spec_from_file_location("audit", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    main: Callable[..., int] = module.main
    return main


@pytest.fixture
def run(tmp_path: Path, audit: Callable[..., int]) -> Callable[..., int]:
    """Audits with a pip-audit that knows this, or prints that."""

    def call(said: Any, *, accepted: str = "", seconds: float = 20, sleep: float = 0) -> int:
        printed = json.dumps({"dependencies": said}) if isinstance(said, list) else said
        failed = isinstance(said, str) or any(each.get("vulns") for each in said)
        tool = tmp_path / "pip-audit"
        tool.write_text(
            f"#!{sys.executable}\nimport sys, time\ntime.sleep({sleep})\n"
            f"print({printed!r})\nsys.exit({int(failed)})\n",
            encoding="utf-8",
        )
        tool.chmod(0o755)
        reasons = tmp_path / "accepted.toml"
        reasons.write_text(accepted, encoding="utf-8")
        return audit(
            ["--pip-audit", str(tool), "--accepted", str(reasons), "--seconds", str(seconds)]
        )

    return call


def test_a_known_vulnerability_fails_and_is_named(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([SOUND, FAULTY, SKIPPED]) == 1
    out = capsys.readouterr().out
    assert "h11 0.16.0: PYSEC-2026-1 (NOT ACCEPTED)" in out
    assert "Nothing is known of 1 of 3: h2" in out


def test_one_that_is_accepted_by_any_of_its_names_passes_with_the_reason(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([FAULTY], accepted='"CVE-2026-1" = "never called"\n"CVE-1999-1" = "old"') == 0
    out = capsys.readouterr().out
    assert "accepted: never called" in out
    assert "CVE-1999-1 is accepted and concerns nothing any more" in out


def test_sound_packages_pass(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([SOUND]) == 0
    assert "Audited 1 packages, 0 faults" in capsys.readouterr().out


@pytest.mark.parametrize("said", [[SKIPPED, SKIPPED], [], "no connection", "{}"])
def test_where_there_is_no_data_it_says_so_and_passes(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], said: Any
) -> None:
    assert run(said) == 0
    assert "NOT AUDITED" in capsys.readouterr().out


def test_data_that_do_not_come_hold_nothing_up(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([FAULTY], seconds=0.3, sleep=60) == 0
    assert "NOT AUDITED" in capsys.readouterr().out


def test_each_accepted_vulnerability_has_a_reason() -> None:
    import tomllib

    accepted = tomllib.loads(SCRIPT.with_name("accepted.toml").read_text(encoding="utf-8"))
    assert all(isinstance(reason, str) and len(reason) > 10 for reason in accepted.values())
