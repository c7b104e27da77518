from __future__ import annotations

import logging
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.errors import ModelError
from tests.model_server import Failure, Reply, bad_key
from tests.models.asking import hear, request
from tests.models.conftest import CANARY

if TYPE_CHECKING:
    from collections.abc import Callable

    from rgpt_tui.models.chat import ChatModel
    from rgpt_tui.models.profile import ModelProfile
    from tests.model_server import Behaviour, ModelServer

    Make = Callable[..., ChatModel]

BARE = "Pa55wordWithoutAnyShapeOfAKey"

ECHOES: list[Behaviour] = [
    bad_key(shown=CANARY),
    Failure(500, f'{{"error": {{"message": "Header was: Bearer {CANARY}"}}}}'),
    Failure(403, f"<html><title>{CANARY}</title></html>", content_type="text/html"),
    Failure(400, f"Authorization: Bearer {CANARY} is not welcome"),
    Reply("Half of it", error_at_end=f"The key {CANARY} ran out."),
]


@pytest.mark.parametrize("echo", ECHOES)
@pytest.mark.parametrize("key", [CANARY, BARE])
async def test_a_key_that_the_server_echoes_is_in_no_message_traceback_or_log(
    model_server: ModelServer,
    model: Make,
    echo: Behaviour,
    key: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for field in ("body", "error_at_end"):
        if CANARY in (said := getattr(echo, field, "")):
            echo = replace(echo, **{field: said.replace(CANARY, key)})  # type: ignore[type-var]
    model_server.default = echo
    with (
        caplog.at_level(logging.DEBUG),
        pytest.raises(ModelError) as caught,
    ):
        await hear(model(api_key=key, max_retries=1))
    error = caught.value
    shown = "\n".join(
        [
            str(error),
            repr(error),
            repr(vars(error)),
            "".join(traceback.format_exception(error)),
            caplog.text,
            *capfd.readouterr(),
        ]
    )
    assert key not in shown
    assert error.__context__ is None, "an error of litellm is not carried along"


async def test_neither_prompts_nor_replies_nor_addresses_are_logged(
    model_server: ModelServer, model: Make, caplog: pytest.LogCaptureFixture
) -> None:
    model_server.queue(Reply("The ferryman kept the letter."))
    with caplog.at_level(logging.DEBUG):
        await hear(model(), request("Tell me of the widow Lund."))
    for word in ("widow Lund", "ferryman", model_server.root):
        assert word not in caplog.text


async def test_a_key_from_the_environment_is_kept_back_too(
    model_server: ModelServer, model: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", BARE)
    monkeypatch.setenv("OPENAI_BASE_URL", model_server.url)
    model_server.default = bad_key(shown=BARE)
    with pytest.raises(ModelError) as caught:
        await hear(model(api_base=None, api_key=None))
    assert model_server.requests[0].headers["authorization"] == f"Bearer {BARE}"
    assert BARE not in str(caught.value)
    assert "[key hidden]" in str(caught.value)


async def test_the_key_of_a_provider_is_not_sent_to_a_server_of_ones_own(
    model_server: ModelServer, model: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", BARE)
    await hear(model(api_key=None))
    assert BARE not in str(model_server.requests[0].headers)


def test_no_key_or_password_is_in_the_repr_of_a_profile(
    profile: Callable[..., ModelProfile],
) -> None:
    made = profile(api_base=f"http://me:{BARE}@10.0.0.7:8080/v1?token={BARE}")
    assert CANARY not in repr(made)
    assert BARE not in repr(made)
    assert made.address == "http://10.0.0.7:8080/v1"
