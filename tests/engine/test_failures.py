"""Errors come out of the pipe as what they were."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

import rgpt_tui
from rgpt_tui.engine.failures import EngineFault, packed, unpacked
from rgpt_tui.engine.messages import Failed
from rgpt_tui.models.errors import ModelError
from rgpt_tui.story.errors import RgptError
from tests.test_import_hygiene import HEAVY, modules_after

ROOMS = ("archive", "engine", "formats", "models", "story", "writer")


def errors_in_the_sources():
    """Every user's error of the rooms that the engine is made of: module and name."""
    known = {"RgptError", "ModelError"}
    found = {("rgpt_tui.story.errors", "RgptError")}
    package = Path(rgpt_tui.__file__).parent
    while True:
        more = {
            (".".join(path.relative_to(package.parent).with_suffix("").parts), name)
            for room in ROOMS
            for path in (package / room).rglob("*.py")
            for name, base in CLASS.findall(path.read_text(encoding="utf-8"))
            if base in known
        }
        if more <= found:
            return sorted(found)
        found |= more
        known |= {name for _, name in more}


CLASS = re.compile(r"^class (\w+)\((\w+)\):", re.MULTILINE)
ERRORS = errors_in_the_sources()


@pytest.mark.parametrize(("module", "name"), ERRORS)
def test_an_error_keeps_its_class_and_its_words(module, name):
    kind = getattr(importlib.import_module(module), name)
    error = unpacked(packed(7, kind("It did not work. Nothing is lost. Try again.")))
    assert type(error) is kind
    assert str(error) == "It did not work. Nothing is lost. Try again."


def test_an_error_of_a_model_keeps_what_had_come_and_how_long_to_wait():
    sent = ModelError(
        "Wait.", happened="Busy.", partial="The bell", detail="429", passing=True, retry_after=2.5
    )
    error = unpacked(packed(1, sent))
    assert vars(error) == vars(sent)


def test_a_mistake_in_the_code_is_told_as_such_and_without_its_text():
    error = unpacked(packed(1, ValueError("sk-secret")))
    assert type(error) is EngineFault
    assert "ValueError" in str(error)
    assert "sk-secret" not in str(error)


@pytest.mark.parametrize(
    "name",
    ["os:system", "builtins:SystemExit", "rgpt_tui.places:expanded", "rgpt_tui.nowhere:Gone", ""],
)
def test_nothing_but_an_error_of_rgpts_is_made_of_what_came(name):
    error = unpacked(Failed(number=1, kinds=(name,), message="no", details={}))
    assert type(error) is RgptError
    assert str(error) == "no"


def test_no_error_brings_anything_heavy_along():
    assert not modules_after(f"import {', '.join({module for module, _ in ERRORS})}") & HEAVY
