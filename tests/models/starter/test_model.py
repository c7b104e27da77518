from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from rgpt_tui.models.chat import ChatRequest, Delta
from rgpt_tui.models.starter.model import OwnModel
from rgpt_tui.models.starter.profile import starter_profile
from rgpt_tui.models.starter.server import StarterServer
from rgpt_tui.story.records import Message

if TYPE_CHECKING:
    from pathlib import Path


async def words_of(model: OwnModel) -> str:
    asked = ChatRequest(
        messages=(Message(role="user", content="Tell me of a lighthouse."),),
        max_tokens=8,
        temperature=0.0,
    )
    return "".join([each.text async for each in model.stream(asked) if isinstance(each, Delta)])


async def test_a_server_that_was_killed_is_started_again_when_the_model_is_asked(
    starter_weights: Path,
) -> None:
    async with StarterServer(starter_weights) as server:
        model = OwnModel(starter_profile(), server)
        assert await words_of(model)
        killed = server.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        while server.running:
            await server._child.wait()  # type: ignore[union-attr]
        assert await words_of(model)
        assert server.pid != killed
