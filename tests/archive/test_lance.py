"""Whatever LanceDB raises comes out in one form."""

from __future__ import annotations

import asyncio

import pytest

from rgpt_tui.archive.lance import TableBroken, lance_errors

Panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})


@pytest.mark.parametrize("error", [RuntimeError, ValueError, OSError, KeyError, Panic])
def test_errors_and_panics_are_told_in_one_line(error: type[BaseException]) -> None:
    with pytest.raises(TableBroken) as caught, lance_errors():
        raise error("lost\n at /rustc/lib.rs:7")
    assert "lost" in str(caught.value)
    assert "\n" not in str(caught.value)


SOURCE = "/home/builder/sources/lance-io-13.0.0/src"


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (
            f"lance error: LanceError(IO): Operation not permitted (os error 1), {SOURCE}/a.rs:9:3",
            "lance error: LanceError(IO): Operation not permitted (os error 1)",
        ),
        (
            "lance error: LanceError(IO): Read-only file system (os error 30) at path "
            f'"/home/ann/my stories/data/.tmpVz0UZf", {SOURCE}/object_store.rs:1006:34',
            "lance error: LanceError(IO): Read-only file system (os error 30) at path "
            '"/home/ann/my stories/data/.tmpVz0UZf"',
        ),
        (
            "Invalid input, Failed to connect to namespace: IO { source: Generic { store: "
            '"LocalFileSystem", source: Error { depth: 0, inner: Io { path: '
            'Some("/home/ann/__manifest"), err: Os { code: 20, kind: NotADirectory, message: '
            f'"Not a directory" }} }} }} }}, location: Location {{ file: "{SOURCE}/a.rs", '
            "line: 15, column: 92 }, backtrace: MaybeBacktrace }",
            "Invalid input, Failed to connect to namespace: Not a directory",
        ),
    ],
)
def test_where_it_was_built_is_not_told_and_the_cause_is(raised: str, told: str) -> None:
    with pytest.raises(TableBroken) as caught, lance_errors():
        raise RuntimeError(raised)
    assert str(caught.value) == told


@pytest.mark.parametrize("error", [asyncio.CancelledError, KeyboardInterrupt, ZeroDivisionError])
def test_what_is_not_of_its_making_passes_through(error: type[BaseException]) -> None:
    with pytest.raises(error), lance_errors():
        raise error
