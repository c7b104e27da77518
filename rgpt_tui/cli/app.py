"""The entry point: the group of commands, and what becomes of errors."""

from __future__ import annotations

import importlib
import sys

import click

from rgpt_tui import __version__
from rgpt_tui.story.errors import RgptError
from rgpt_tui.story.printable import printable

COMMANDS = {
    "open": ("studio", "open_story"),
    "list": ("starting", "list_stories"),
    "new": ("starting", "new"),
    "import": ("exchange", "import_draft"),
    "export": ("exchange", "export"),
    "write": ("writing", "write"),
    "refresh": ("writing", "refresh"),
    "show": ("looking", "show"),
    "prompt": ("looking", "prompt"),
    "recall": ("remembering", "recall"),
    "pin": ("remembering", "pin"),
    "rebuild": ("remembering", "rebuild"),
    "edit": ("editing", "edit"),
    "undo": ("editing", "undo"),
    "redo": ("editing", "redo"),
    "branches": ("branches", "branches"),
    "go": ("branches", "go"),
    "name": ("branches", "name"),
    "bin": ("branches", "throw"),
    "models": ("models", "models"),
    "paths": ("upkeep", "paths"),
    "backups": ("backups", "backups"),
    "restore": ("backups", "restore"),
    "doctor": ("doctor", "doctor"),
}
"""Each command with the module of this package and the function that it is in; a module is
imported when one of its commands is called or described."""


class Commands(click.Group):
    """The commands, each imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order in which a writer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command."""
        if cmd_name not in COMMANDS:
            return None
        module, function = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(f"rgpt_tui.cli.{module}"), function)
        assert isinstance(command, click.Command)  # noqa: S101
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; for a name that there is not, the nearest one is named."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from rapidfuzz import process

            near, score, _ = process.extractOne(args[0], list(COMMANDS))
            hint = f" Did you mean `rgpt {near}`?" if score >= 60 else ""
            ctx.fail(f"There is no command “{args[0]}”.{hint} `rgpt --help` lists them all.")
        return super().resolve_command(ctx, args)


HELP = """Write a long novel with a language model, with every bit of its state in your hands.

At each step the model gets a short-term memory, the paragraph before, a plan, and what long-term
memory recalls; it answers with the next paragraph, the memory rewritten, and three plans for what
could come then. All of it is text that you can read and change.

\b
Open the studio      rgpt
Open a story in it   rgpt open my-story
Begin a story        rgpt new --genre mystery --topic "a dark lighthouse"
Write the next step  rgpt write my-story --pick 2
See where it stands  rgpt show my-story
Change the memory    rgpt edit my-story memory

Without a command, rgpt opens the studio; with --json, or without a terminal to show it in, it
lists your stories.
"""


@click.group(
    cls=Commands,
    help=HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="rgpt")
@click.option("--stories", metavar="FOLDER", help="Folder that holds the stories.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
@click.pass_context
def rgpt(context: click.Context, stories: str | None, as_json: bool) -> None:
    """Open the studio, or list the stories, where no command is given."""
    from rgpt_tui.cli.options import hand_down

    if context.invoked_subcommand is not None:
        hand_down(context)
        return
    from rgpt_tui.cli.studio import can_show, show_studio
    from rgpt_tui.settings_reading import load_settings

    settings = load_settings({"stories": stories})
    if can_show() and not as_json:
        show_studio(settings)
    else:
        from rgpt_tui.cli.starting import print_stories

        print_stories(settings, as_json=as_json)


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 could not, 2 wrong use."""
    from rgpt_tui.cli import failures

    failures.print_whatever_comes()
    try:
        rgpt.main(standalone_mode=False)
    except click.ClickException as error:
        # It quotes what was typed, or pasted.
        error.message = printable(error.message)  # type: ignore[misc]
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except (click.Abort, KeyboardInterrupt):
        failures.report_stop()
        sys.exit(1)
    except RgptError as error:
        failures.report(error)
        sys.exit(1)
    except BrokenPipeError:
        failures.drop_output()
        sys.exit(1)
    except Exception as error:
        failures.report_unexpected(error)
        sys.exit(1)
