"""A model that rgpt runs itself, as the rest of rgpt asks it."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from rgpt_tui.models.chat import ChatModel

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.models.chat import ChatEvent, ChatRequest
    from rgpt_tui.models.profile import ModelProfile
    from rgpt_tui.models.starter.server import StarterServer


class OwnModel(ChatModel):
    """A model behind a server of rgpt's own, which is started again if it has died."""

    def __init__(self, profile: ModelProfile, server: StarterServer) -> None:
        """Make it ready to be asked.

        Args:
            profile: of the model.
            server: that runs.
        """
        super().__init__(profile)
        self._server = server
        self._find_server()

    async def stream(self, request: ChatRequest) -> AsyncGenerator[ChatEvent, None]:
        """Ask, as `ChatModel.stream` does.

        Raises:
            ModelError: what went wrong, with the text that had come in ``partial``.
            ServerNotStarted, WeightsUnusable: the server had died and does not start again.
        """
        if not self._server.running:
            await self._server.start()
            self._find_server()
        async with aclosing(super().stream(request)) as events:
            async for event in events:
                yield event

    def _find_server(self) -> None:
        self.profile = replace(
            self.profile,
            api_base=self._server.api_base,
            api_key=self._server.api_key,
            context_window=self._server.context_window,
        )
