"""`python -m bench [--quick] [NAME …]`: measure, and print one table."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from bench.rows import Row, as_markdown

SCRIPTS = (
    "recall",
    "step",
    "streaming",
    "growth",
    "cache",
    "footprint",
    "importing",
    "studio_start",
    "studio_opening",
    "studio_stalls",
    "studio_tokens",
    "studio_memory",
    "studio_search",
    "studio_history",
    "studio_writing",
    "soak",
)


def main() -> None:
    """Run the scripts that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("scripts", nargs="*", choices=[*SCRIPTS, []], default=[])
    parser.add_argument("--quick", action="store_true", help="small sizes, for a first look")
    arguments = parser.parse_args()
    os.environ.update(HF_HUB_OFFLINE="1", TQDM_DISABLE="1", TOKENIZERS_PARALLELISM="false")
    rows: list[Row] = []
    for name in arguments.scripts or SCRIPTS:
        print(f"… {name}", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"bench.{name}").measure(arguments.quick)
    print(as_markdown(rows))


if __name__ == "__main__":
    main()
