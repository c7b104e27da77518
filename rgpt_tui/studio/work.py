"""Failures are told: in a worker, and in what is done about a message.

None of them ends the studio, and none is passed over in silence. What a key does is seen to by
`StudioApp.run_action`.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, cast

from textual import work as textual_work  # noqa: TID251 - this is what is used in its place
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.message_pump import MessagePump

from rgpt_tui.story.errors import RgptError
from rgpt_tui.studio.fault_log import log_path, note

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from textual.message import Message
    from textual.worker import Worker

    from rgpt_tui.studio.app import StudioApp

P = ParamSpec("P")


class Unforeseen(RgptError):
    """Something is wrong with rgpt itself."""

    def __init__(self, error: Exception) -> None:
        super().__init__(
            f"Something went wrong inside rgpt ({type(error).__name__}: {error}). Your story is "
            "saved. Try again; if it happens again, leave rgpt and start it anew. "
            f"{log_path()} says more."
        )


def work(
    *,
    group: str = "default",
    exclusive: bool = False,
    keys_wait: bool = False,
) -> Callable[[Callable[P, Coroutine[Any, Any, None]]], Callable[P, Worker[None]]]:
    """Make a worker of a method of a widget, a screen or the app, as `textual.work` does.

    An error is told where the method does not do so itself; none ends the studio.

    Args:
        group: of workers.
        exclusive: those of the group that run are cancelled first.
        keys_wait: what is typed behind the key that begins it is meant for the sheet that it
            opens, or for the screen as it leaves it.
    """

    def worker_of(
        method: Callable[P, Coroutine[Any, Any, None]],
    ) -> Callable[P, Worker[None]]:
        @wraps(method)
        async def telling(*args: P.args, **kwargs: P.kwargs) -> None:
            app = cast("StudioApp", cast("DOMNode", args[0]).app)
            try:
                with app.keys_wait() if keys_wait else nullcontext():
                    await method(*args, **kwargs)
            except Exception as error:
                tell_failure(cast("DOMNode", args[0]), error)

        made = textual_work(group=group, exclusive=exclusive, exit_on_error=False)(telling)
        return cast("Callable[P, Worker[None]]", made)

    return worker_of


class Telling(MessagePump):
    """A part of a screen, or a whole one, that goes on after a message it could not act upon."""

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            tell_failure(self, error)


def tell_failure(node: MessagePump, error: Exception) -> None:
    """Tell what failed; an error that is none of rgpt's own is a fault of rgpt itself.

    That the story was closed meanwhile is nothing to tell, nor that what was looked for is gone
    with the screen that it was on.
    """
    from rgpt_tui.studio.desk import DeskClosed

    if isinstance(error, DeskClosed) or (isinstance(error, NoMatches) and _goes(node)):
        return
    if not isinstance(error, RgptError):
        note(error)
        error = Unforeseen(error)
    cast("StudioApp", node.app).tell(error)


def _goes(node: MessagePump) -> bool:
    """Whether a part of the studio is being closed, or has been, with whatever it is in."""
    app = node.app
    if not app.is_running or app._exit:
        return True
    here: MessagePump | None = node
    while here is not None and here is not app:
        if not isinstance(here, DOMNode) or here._pruning or here._closing:
            return True
        here = here._parent
    return here is None
