"""The time of day of a whole process, set as somebody would set the clock of the machine.

All that tells Python code the time is replaced where it is defined, so that no module escapes by
how it imports it: `time.time` and its kin, `datetime.now` and its kin in the types themselves. The
times that the file system gives to files stay, and so does the clock that only goes on.
"""

from __future__ import annotations

import ctypes
import gc
import os
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OFFSET_FILE: Final = "RGPT_TEST_CLOCK"
"""The variable that names a file; in it stands by how many seconds the clock is wrong."""
PROGRAM: Final = ("-c", "from tests.faults.clocks import main; main()")
"""What to give Python for rgpt with such a clock."""
SITE: Final = "from tests.faults.clocks import begin; begin()"
"""What to put into ``sitecustomize.py`` for every Python process to have such a clock."""
MOMENT: Final = ("localtime", "gmtime", "ctime")
"""Functions of `time` that take a moment; without one, it is now."""

NOW: Final = ("now", "today", "utcnow")
"""What the types of `datetime` have that tells the time."""
_TO_THE_END: Final = ExitStack()
"""Holds the clock of a process that has begun by one."""


@contextmanager
def set_clock(offset: Callable[[], float]) -> Iterator[None]:
    """Have this process believe another time.

    Args:
        offset: by how many seconds its clock is wrong at the moment.
    """
    real = {name: getattr(time, name) for name in ("time", "time_ns", "strftime", *MOMENT)}
    types = {kind: gc.get_referents(kind.__dict__)[0] for kind in (datetime, date)}
    before = {kind: dict(names) for kind, names in types.items()}

    def now() -> float:
        return float(real["time"]()) + offset()

    def of_moment(name: str) -> Callable[..., Any]:
        return lambda moment=None: real[name](now() if moment is None else moment)

    time.time = now
    time.time_ns = lambda: int(now() * 1e9)
    time.strftime = lambda form, moment=None: real["strftime"](form, moment or time.localtime())
    for name in MOMENT:
        setattr(time, name, of_moment(name))
    types[datetime] |= {
        "now": classmethod(lambda kind, tz=None: kind.fromtimestamp(now(), tz)),
        "today": classmethod(lambda kind: kind.fromtimestamp(now())),
        "utcnow": classmethod(lambda kind: kind.fromtimestamp(now(), UTC).replace(tzinfo=None)),
    }
    types[date]["today"] = classmethod(lambda kind: kind.fromtimestamp(now()))
    _changed()
    try:
        yield
    finally:
        for name, function in real.items():
            setattr(time, name, function)
        for kind, names in before.items():
            types[kind] |= {name: names[name] for name in NOW if name in names}
        _changed()


def _changed() -> None:
    for kind in (date, datetime):
        ctypes.pythonapi.PyType_Modified(ctypes.py_object(kind))


def begin() -> None:
    """Have this process live by the clock of a file, and write beside it that it does."""
    file = Path(os.environ[OFFSET_FILE])
    _TO_THE_END.enter_context(set_clock(lambda: float(file.read_text())))
    file.with_name(f"{file.name} of {os.getpid()}").touch()


def main() -> None:
    """The command line of rgpt, by the clock of a file, whatever is written into it meanwhile."""
    begin()
    from rgpt_tui.cli import main as rgpt

    rgpt()
