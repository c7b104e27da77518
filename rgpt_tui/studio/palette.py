"""The command palette: every action that can be done now, by its title, with its key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from rgpt_tui.studio.actions import ACTIONS, Action, Where
from rgpt_tui.studio.keys_now import keys_of_action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.dom import DOMNode
    from textual.screen import Screen


def places_of(node: DOMNode) -> Iterator[Where]:
    """The places that a node is; a sheet is one of its own, and a sheet like any other."""
    for each in type(node).__mro__:
        if isinstance(where := vars(each).get("WHERE"), Where):
            yield where


def offered(screen: Screen[object]) -> Iterator[tuple[Action, DOMNode]]:
    """The actions that can be done on a screen, with the node that does each."""
    nodes: dict[Where, DOMNode] = {Where.APP: screen.app}
    for node in (screen, *screen.query("*")):
        for where in places_of(node):
            nodes.setdefault(where, node)
    for action in ACTIONS:
        node = nodes.get(action.where)
        if node is not None and node.check_action(action.name, ()) is not False:
            yield action, node


@dataclass(slots=True)
class Offer:
    """A line of the palette."""

    action: Action
    node: DOMNode
    keys: str


class StudioCommands(Provider):
    """The studio's actions, for the palette."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for offer in self._offers():
            yield DiscoveryHit(
                _line(Content(offer.action.title), offer),
                partial(self.app.run_action, offer.action.name, offer.node),
                text=offer.action.title,
                help=offer.action.help,
            )

    async def search(self, query: str) -> Hits:
        """Those whose title or help fits."""
        matcher = self.matcher(query)
        for offer in self._offers():
            action = offer.action
            score = max(matcher.match(action.title), 0.6 * matcher.match(action.help))
            if score > 0:
                yield Hit(
                    score,
                    _line(matcher.highlight(action.title), offer),
                    partial(self.app.run_action, action.name, offer.node),
                    text=action.title,
                    help=action.help,
                )

    def _offers(self) -> list[Offer]:
        """What can be done; two ways to the same thing are one line with the keys of both."""
        offers: dict[tuple[str, str], Offer] = {}
        for action, node in offered(self.screen):
            keys = keys_of_action(self.app, action.id)
            # The palette itself is where it is read.
            if action.name == "command_palette":
                continue
            offer = offers.setdefault((action.title, action.help), Offer(action, node, ""))
            offer.keys = f"{offer.keys} {keys}".strip()
        return list(offers.values())


def _line(title: Content, offer: Offer) -> Content:
    return Content.assemble(title, (f"  {offer.keys}" if offer.keys else "", "$text-muted"))
