from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.errors import (
    AuthenticationFailed,
    BadRequest,
    ModelError,
    ModelUnreachable,
    QuotaExhausted,
    RateLimited,
    ServerFailed,
    UnknownModel,
)
from tests.model_server import (
    Failure,
    Reply,
    bad_key,
    no_such_model,
    out_of_quota,
    overloaded,
    rate_limited,
    server_error,
)
from tests.models.asking import hear

if TYPE_CHECKING:
    from collections.abc import Callable

    from rgpt_tui.models.chat import ChatModel
    from tests.model_server import Behaviour, ModelServer

    Make = Callable[..., ChatModel]


@pytest.mark.parametrize(
    "passing",
    [
        server_error(),
        overloaded(),
        rate_limited(),
        rate_limited("0.02"),
        Reply("never seen", cut_after=0),
        Reply("", finish_reason=None),
    ],
    ids=["500", "529", "429", "429 with retry-after", "cut before the text", "nothing at all"],
)
async def test_what_fails_in_passing_is_asked_again(
    model_server: ModelServer, model: Make, passing: Behaviour
) -> None:
    model_server.queue(passing, passing, Reply("At last."))
    heard = await hear(model())
    assert heard.text == "At last."
    assert [(wait.attempt, wait.attempts) for wait in heard.waits] == [(1, 3), (2, 3)]
    bodies = {record.body for record in model_server.requests}
    assert len(model_server.requests) == 3
    assert len(bodies) == 1, "each time the same is asked"


async def test_a_wait_says_why_in_one_sentence(model_server: ModelServer, model: Make) -> None:
    model_server.queue(rate_limited("0.02"), Reply("At last."))
    [wait] = (await hear(model())).waits
    assert wait.reason == f"The server at {model_server.url} wants fewer requests for now (429)."
    assert 0.02 <= wait.seconds <= 0.03


async def test_waits_grow(model_server: ModelServer, model: Make) -> None:
    model_server.queue(server_error(), server_error(), server_error(), Reply("At last."))
    first, second, third = (wait.seconds for wait in (await hear(model())).waits)
    assert 0.01 <= first < 0.02 <= second < 0.04 <= third


async def test_repeats_are_bounded(model_server: ModelServer, model: Make) -> None:
    model_server.default = server_error()
    with pytest.raises(ServerFailed, match=r"failed \(500\)"):
        await hear(model(max_retries=2))
    assert len(model_server.requests) == 3


async def test_litellm_repeats_nothing_by_itself(model_server: ModelServer, model: Make) -> None:
    model_server.default = server_error()
    with pytest.raises(ServerFailed):
        await hear(model(max_retries=0))
    assert len(model_server.requests) == 1


async def test_a_provider_that_wants_a_long_wait_is_not_waited_for(
    model_server: ModelServer, model: Make
) -> None:
    model_server.default = rate_limited("400")
    with pytest.raises(RateLimited, match="Try again in 7 minutes") as caught:
        await hear(model())
    assert caught.value.retry_after == 400
    assert len(model_server.requests) == 1


@pytest.mark.parametrize(
    ("lasting", "kind"),
    [
        (bad_key(), AuthenticationFailed),
        (no_such_model(), UnknownModel),
        (out_of_quota(), QuotaExhausted),
        (Failure(422, "{}"), BadRequest),
    ],
    ids=["401", "404", "no quota", "422"],
)
async def test_what_does_not_pass_is_asked_once(
    model_server: ModelServer, model: Make, lasting: Behaviour, kind: type[ModelError]
) -> None:
    model_server.default = lasting
    with pytest.raises(kind):
        await hear(model())
    assert len(model_server.requests) == 1


async def test_a_local_server_that_is_not_there_is_not_waited_for(
    model: Make, unused_tcp_port: int
) -> None:
    address = f"http://127.0.0.1:{unused_tcp_port}/v1"
    with pytest.raises(ModelUnreachable, match=f"Nothing answers at {address}") as caught:
        await hear(model(api_base=address))
    assert not caught.value.passing
    assert "Start the model server" in str(caught.value)
