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


@pytest.mark.parametrize("error", [asyncio.CancelledError, KeyboardInterrupt, ZeroDivisionError])
def test_what_is_not_of_its_making_passes_through(error: type[BaseException]) -> None:
    with pytest.raises(error), lance_errors():
        raise error
