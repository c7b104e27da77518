"""The command palette: every action that can be done now, by its title."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from rgpt_tui.studio.actions import ACTIONS, Action, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.dom import DOMNode
    from textual.screen import Screen


def offered(screen: Screen[object]) -> Iterator[tuple[Action, DOMNode]]:
    """The actions that can be done on a screen, with the node that does each."""
    nodes: dict[Where, DOMNode] = {Where.APP: screen.app}
    for node in (screen, *screen.query("*")):
        where = getattr(node, "WHERE", None)
        if isinstance(where, Where):
            nodes.setdefault(where, node)
    for action in ACTIONS:
        node = nodes.get(action.where)
        if node is not None and hasattr(node, f"action_{action.name}"):
            yield action, node


class StudioCommands(Provider):
    """The studio's actions, for the palette."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for action, node in offered(self.screen):
            yield DiscoveryHit(
                action.title, partial(self.app.run_action, action.name, node), help=_help(action)
            )

    async def search(self, query: str) -> Hits:
        """Those whose title or help fits."""
        matcher = self.matcher(query)
        for action, node in offered(self.screen):
            score = max(matcher.match(action.title), 0.6 * matcher.match(action.help))
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(action.title),
                    partial(self.app.run_action, action.name, node),
                    text=action.title,
                    help=_help(action),
                )


def _help(action: Action) -> str:
    return f"{action.help}  [{action.keys}]" if action.keys else action.help
