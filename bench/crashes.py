"""Hundreds of kills of the real program, and what was there after each.

``python -m bench.crashes`` runs them all and prints a table.

Every piece of work of `tests.crashes.scenarios` is killed at random times and at random touches of
the disk; the studio, its engine alone and the starter model's server alone are killed as well.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from tests.crashes.form_kills import kill_form, kill_import
from tests.crashes.nursery import Nursery
from tests.crashes.reply_kills import kill_reply
from tests.crashes.scenarios import SCENARIOS
from tests.crashes.stage import play
from tests.crashes.starter_kills import kill_starter
from tests.crashes.studio_kills import kill_engine, kill_studio
from tests.model_server import ModelServer

if TYPE_CHECKING:
    from tests.crashes.figures import Figures

STUDIO = {
    "the studio": (kill_studio, 20),
    "a reply on the screen": (kill_reply, 30),
    "the form for a new story": (kill_form, 15),
    "an import in the studio": (kill_import, 24),
}
"""Kills of the real program in a terminal: what is killed, and how often."""
ENGINE = ("the engine alone", 8)
STARTER = ("the starter's server alone", 4)
WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
HEAD = (
    "| killed in | kills | at a touch of the disk | opened whole | announced | lost "
    "| due to be kept | offered again | longest loss of a reply | seconds | faults |"
)


def main() -> None:
    """Run the scenarios that are named, or all, and print a table; end with 1 after any fault."""
    names = [*(each.name for each in SCENARIOS), *STUDIO, ENGINE[0], STARTER[0]]
    parser = argparse.ArgumentParser(prog="python -m bench.crashes", description=__doc__)
    parser.add_argument("scenarios", nargs="*", choices=[*names, []], default=[])
    parser.add_argument("--times", type=float, default=1.0, help="how many times the usual kills")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    os.environ.update(HF_HUB_OFFLINE="1", TQDM_DISABLE="1", TOKENIZERS_PARALLELISM="false")
    wanted = arguments.scenarios or names
    found: list[Figures] = []
    with ModelServer() as server, Nursery({}) as nursery:
        for name in wanted:
            with tempfile.TemporaryDirectory() as root:
                figures = _kill(name, Path(root), nursery, server, arguments)
            found.append(figures)
            print(_row(figures), file=sys.stderr, flush=True)
            for fault in figures.faults:
                print(f"    {fault[:600]}", file=sys.stderr, flush=True)
    print(HEAD)
    print("|---" * HEAD.count(" |") + "|")
    for figures in found:
        print(_row(figures))
    kills = sum(each.kills for each in found)
    print(f"\n{kills} kills, {sum(len(each.faults) for each in found)} faults.")
    if any(each.faults for each in found):
        sys.exit(1)


def _kill(
    name: str, root: Path, nursery: Nursery, server: ModelServer, arguments: argparse.Namespace
) -> Figures:
    times, seed = arguments.times, arguments.seed
    if name in STUDIO:
        kill, often = STUDIO[name]
        return kill(root, server, round(often * times), seed)
    if name == ENGINE[0]:
        return kill_engine(root, server, round(ENGINE[1] * times), seed)
    if name == STARTER[0]:
        weights = platformdirs.user_cache_path("rgpt-tests") / "models" / WEIGHTS
        return kill_starter(root, server, weights, round(STARTER[1] * times), seed)
    scenario = next(each for each in SCENARIOS if each.name == name)
    return play(scenario, root, nursery, server, round(scenario.kills * times), seed)


def _row(figures: Figures) -> str:
    cells = (
        figures.name,
        figures.kills,
        figures.at_touches,
        figures.opened,
        figures.announced,
        figures.lost,
        figures.in_flight,
        figures.offered,
        _loss(figures),
        f"{figures.seconds:.0f}",
        len(figures.faults),
    )
    return "| " + " | ".join(str(each) for each in cells) + " |"


def _loss(figures: Figures) -> str:
    """The most that was lost of words that had been on the screen."""
    characters = f", {figures.most_lost_characters} characters"
    seconds = f"{figures.most_lost:.1f} s" if figures.most_lost else ""
    return seconds + (characters if figures.most_lost_characters else "")


if __name__ == "__main__":
    main()
