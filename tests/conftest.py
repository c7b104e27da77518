"""Every test runs apart from the machine it runs on: no keys, no settings, no downloads."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rgpt_tui.settings import Settings
    from tests.model_server import ModelServer

# Before anything imports a library that reads them.
os.environ.update(HF_HUB_OFFLINE="1", TQDM_DISABLE="1", TOKENIZERS_PARALLELISM="false")

SECRET_ENDINGS = ("_API_KEY", "_API_BASE", "_BASE_URL", "_AUTH_TOKEN", "_API_TOKEN", "_PROXY")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of our own; they have to stand in a conftest above all tests."""
    parser.addoption(
        "--update-screens",
        action="store_true",
        help="store the screens of the studio as they are now; look at the difference afterwards",
    )
    parser.addoption(
        "--random-seconds",
        type=float,
        default=60.0,
        help="how long random keys are pressed in the studio",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Name our mark, and leave out warnings that only the makers of a library can heed."""
    config.addinivalue_line("filterwarnings", "ignore:Accessing the 'model_:DeprecationWarning")
    config.addinivalue_line(
        "markers", "long: takes a minute or more; begun first, so that no worker waits at the end"
    )
    config.addinivalue_line("filterwarnings", "ignore:Item .* on TypedDict class:UserWarning")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: some tests wait, and processes work for many others."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin the longest tests first."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No API key, address, proxy or setting of the machine reaches a test."""
    for name in list(os.environ):
        if name.upper().endswith(SECRET_ENDINGS) or name.startswith("RGPT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("RGPT_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("RGPT_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(autouse=True, scope="session")
def each_text_embedded_once() -> Iterator[None]:
    """Keep the vectors that the real model gave: the tests have it embed the same texts often."""
    from rgpt_tui.archive.bert import Bert

    encode, known = Bert.encode, {}

    @functools.wraps(encode)
    def encode_what_is_new(model: Bert, texts: list[str]) -> Any:
        import numpy

        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, encode(model, new), strict=True))
        return numpy.stack([known[text] for text in texts])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Bert, "encode", encode_what_is_new)
        yield


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """A real HTTP model server on loopback; see tests/model_server."""
    from tests.model_server import ModelServer

    with ModelServer() as server:
        yield server


@pytest.fixture
def settings(model_server: ModelServer, tmp_path: Path) -> Settings:
    """Settings that ask the model server, which sends its words in large pieces to be quick."""
    from rgpt_tui.settings import Settings
    from tests.model_server import Reply

    model_server.default = Reply(chunk=200)
    return Settings(
        stories=str(tmp_path / "stories"),
        model="openai/writer",
        api_base=model_server.url,
        prompt_price=0.0,
        reply_price=0.0,
        retries=0,
        next_token_seconds=5.0,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a story without a step, on the shelf that the settings name."""
    from rgpt_tui.story.records import Brief
    from rgpt_tui.story.shelf import Shelf

    brief = Brief(title="The Drowned Bell", genre="mystery", topic="a bell under the sea")
    return Shelf(tmp_path / "stories").create(brief)
