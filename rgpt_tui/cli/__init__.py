"""The command line: everything that rgpt does, one command each, for people and for programs."""

from rgpt_tui.cli.app import main

__all__ = ["main"]
