"""Look whether a known vulnerability concerns one of the versions that rgpt is tested with.

It asks PyPI, and where PyPI tells nothing, OSV, by way of pip-audit, for all of constraints.txt.
Where neither can be reached in time it says so and passes, so that a run without a network is not
held up. A vulnerability that is not in accepted.toml, with a reason, fails it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PIP_AUDIT = "pip-audit==2.10.1"
SECONDS = 60.0
"""For all of it."""


def main(arguments: list[str] | None = None) -> int:
    """Audit, print what was found, and give the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pip-audit", help="a pip-audit that is there already")
    parser.add_argument("--osv-url", help="another address of the data, in place of all others")
    parser.add_argument("--constraints", type=Path, default=HERE.parent / "constraints.txt")
    parser.add_argument("--accepted", type=Path, default=HERE / "accepted.toml")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args(arguments)
    end = time.monotonic() + given.seconds
    with tempfile.TemporaryDirectory(prefix="rgpt-audit-") as folder:
        tool = given.pip_audit or _installed(Path(folder), end)
        services = [["-s", "osv", "--osv-url", given.osv_url]] if given.osv_url else []
        for service in services or (["-s", "pypi"], ["-s", "osv"]):
            audited = _audited(tool, given.constraints, service, end) if tool else []
            if audited:
                return _judged(audited, tomllib.loads(given.accepted.read_text("utf-8")))
    print(f"NOT AUDITED: no data on vulnerabilities could be had within {given.seconds:.0f} s.")
    return 0


def _installed(folder: Path, end: float) -> str | None:
    """A pip-audit in a folder of its own; None if it cannot be had in time."""
    python = folder / "bin" / "python"
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", PIP_AUDIT],
    ):
        if _output(command, end) is None:
            return None
    return str(folder / "bin" / "pip-audit")


def _audited(tool: str, constraints: Path, service: list[str], end: float) -> list[dict[str, Any]]:
    """What a service knows of each package; empty if it could not be asked, or knows none."""
    plain = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--timeout", "10"]
    output = _output([tool, "-r", str(constraints), *plain, "-f", "json", *service], end)
    try:
        packages: list[dict[str, Any]] = json.loads(output or "")["dependencies"]
    except (ValueError, LookupError):
        return []
    # Of an index that has the packages and not the data, each is "skipped", and none is sound.
    return packages if any("vulns" in each for each in packages) else []


def _output(command: list[str], end: float) -> str | None:
    """What a command prints; None if it failed without a word, or would take too long.

    pip-audit ends with an error where it found something.
    """
    try:
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            text=True,
            timeout=max(0.1, end - time.monotonic()),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 or done.stdout else None


def _judged(packages: list[dict[str, Any]], accepted: dict[str, str]) -> int:
    skipped = [each["name"] for each in packages if "vulns" not in each]
    if skipped:
        print(f"Nothing is known of {len(skipped)} of {len(packages)}: {', '.join(skipped)}")
    known, found = set(), 0
    for package in packages:
        for each in package.get("vulns", []):
            names = {each["id"], *each.get("aliases", [])}
            reasons = [accepted[name] for name in sorted(names & accepted.keys())]
            known |= names
            found += not reasons
            said = f"accepted: {reasons[0]}" if reasons else "NOT ACCEPTED"
            print(f"{package['name']} {package['version']}: {each['id']} ({said})")
    for name in sorted(accepted.keys() - known):
        print(f"{name} is accepted and concerns nothing any more: take it out of accepted.toml")
    print(f"Audited {len(packages) - len(skipped)} packages, {found} faults not accepted.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
