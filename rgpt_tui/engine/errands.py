"""What the studio can ask of the engine process that is about no story; rarer, and so apart."""

from __future__ import annotations

from dataclasses import dataclass

from rgpt_tui.engine.calls import Question, Stream
from rgpt_tui.formats.draft import Draft
from rgpt_tui.models.providers import FoundModel  # noqa: TC001 - msgspec reads the types at run time
from rgpt_tui.models.starter.weights import FetchProgress
from rgpt_tui.settings import Settings  # noqa: TC001


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsFound:
    """The models that could be used, and the one that would be."""

    models: tuple[FoundModel, ...]
    used: str
    """The name of the one that the settings lead to; empty if there is none."""
    why: str
    """Why that one, beginning with "because"; or why there is none."""
    paid: bool = False
    """It was found by a key in the environment, and its provider charges for requests."""
    needs_fetching: bool = False
    """It is the starter model, and its weights are not on this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleFound:
    """What is in a bundle, along the branch that is being written."""

    title: str
    language: str
    steps: int
    words: int
    headings: tuple[str, ...]
    beginning: str
    """The first characters of the text."""


class FetchStarter(Stream[FetchProgress], frozen=True):
    """Fetch the starter model."""


class FindModels(Question[ModelsFound], frozen=True):
    """Look which models there are."""

    settings: Settings


class ReadDraft(Question[tuple[Draft, str]], frozen=True):
    """Read a file to import, and cut it into steps."""

    path: bytes
    language: str = ""


class LookIntoBundle(Question[BundleFound], frozen=True):
    """Read a bundle, and tell what is in it; the studio itself never holds one."""

    path: bytes


class TakeBundleIn(Question[bytes], frozen=True):
    """Read a bundle, and make a story of it; gives the story's folder."""

    path: bytes
    stories: bytes
    title: str


AnyErrand = FetchStarter | FindModels | ReadDraft | LookIntoBundle | TakeBundleIn
