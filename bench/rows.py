"""The rows of the table that the benchmarks print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One answer."""

    question: str
    value: str
    """What was measured, with its unit."""
    beside: str = ""
    """What it is compared with, measured in the same run."""
    ratio: float | None = None
    """The value over the other one."""
    target: str = ""
    """What it must reach."""
    good: bool | None = None
    """Whether it does."""


def as_markdown(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| question | measured | beside | ratio | must be | |", "|---|---|---|---|---|---|"]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2g}"
        good = {None: "", True: "yes", False: "**no**"}[row.good]
        lines.append(
            f"| {row.question} | {row.value} | {row.beside} | {ratio} | {row.target} | {good} |"
        )
    return "\n".join(lines)
