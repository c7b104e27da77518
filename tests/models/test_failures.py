from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.cli.ways import told
from rgpt_tui.models.errors import (
    AuthenticationFailed,
    BadRequest,
    ContentRefused,
    ContextTooLong,
    ModelError,
    ModelUnreachable,
    QuotaExhausted,
    RateLimited,
    ServerFailed,
    UnknownModel,
)
from tests.model_server import (
    Failure,
    bad_key,
    content_refused,
    context_too_long,
    forbidden,
    html_page,
    llama_context_too_long,
    no_such_model,
    out_of_quota,
    overloaded,
    rate_limited,
    server_error,
)
from tests.models.asking import hear

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rgpt_tui.models.chat import ChatModel
    from tests.model_server import ModelServer

    Make = Callable[..., ChatModel]

CASES: list[tuple[Failure, type[ModelError], str]] = [
    (bad_key(), AuthenticationFailed, "refused the key in MY_KEY (401)"),
    (forbidden(), AuthenticationFailed, "does not let this key use openai/writer (403)"),
    (no_such_model(), UnknownModel, "has no model openai/writer (404)"),
    (rate_limited("120"), RateLimited, "Try again in 2 minutes"),
    (out_of_quota(), QuotaExhausted, "no credit or allowance left (429)"),
    (Failure(402, '{"error": {"message": "Top up."}}'), QuotaExhausted, "It said: “Top up.”"),
    (server_error(), ServerFailed, "failed (500)"),
    (overloaded(), ServerFailed, "overloaded or not ready (529)"),
    (Failure(503, "Loading model"), ServerFailed, "overloaded or not ready (503)"),
    (context_too_long(), ContextTooLong, "longer than what openai/writer can read"),
    (llama_context_too_long(), ContextTooLong, "longer than what openai/writer can read"),
    (
        Failure(500, '{"error": {"message": "context size exceeded"}}'),
        ContextTooLong,
        "set `context_window` lower",
    ),
    (content_refused(), ContentRefused, "refused the prompt"),
    (
        html_page(),
        ServerFailed,
        "answered with a web page titled “502 Bad Gateway” instead of a reply (502)",
    ),
    (html_page(403), AuthenticationFailed, "(403)"),
    (html_page(404), UnknownModel, "often ends in /v1"),
    (Failure(400, '{"error": {"message": "No tools."}}'), BadRequest, "It said: “No tools.”"),
    (Failure(413, "too large"), BadRequest, "did not accept the request (413)"),
    (Failure(500, ""), ServerFailed, "failed (500)"),
    (Failure(500, "\x1b[31m\x00[bold]boo\r\nhoo"), ServerFailed, "[bold]boo hoo"),
]


@pytest.mark.parametrize(("answer", "kind", "words"), CASES)
async def test_each_failure_says_what_happened_what_is_safe_and_what_to_do(
    model_server: ModelServer,
    model: Make,
    answer: Failure,
    kind: type[ModelError],
    words: str,
) -> None:
    model_server.default = answer
    with pytest.raises(ModelError, match=re.escape(words)) as caught:
        await hear(model(max_retries=0, key_variable="MY_KEY"))
    message = str(caught.value)
    assert type(caught.value) is kind
    assert ". Nothing is lost. " in message
    assert message.startswith(caught.value.happened)
    assert len(message) < 600
    assert message.isprintable()
    assert "<" not in message
    assert "litellm" not in message.lower()
    assert "Exception" not in message


async def test_a_server_that_wants_a_key_and_got_none_is_told_from_a_wrong_key(
    model_server: ModelServer, model: Make
) -> None:
    model_server.default = bad_key()
    with pytest.raises(
        AuthenticationFailed, match=r"wants an API key \(401\).*`api_key_env`"
    ) as caught:
        await hear(model(api_key=None))
    assert "--" not in str(caught.value), "flags are for the command line alone"
    assert "--api-key-env" in told(caught.value)


async def test_a_key_that_was_refused_is_told_by_the_place_that_it_came_from(
    model_server: ModelServer, model: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RGPT_CONFIG_DIR", str(tmp_path))
    monkeypatch.delenv("WRITING_KEY", raising=False)
    file = tmp_path / "credentials.toml"
    file.touch(mode=0o600)
    file.write_text('WRITING_KEY = "sk-wrong"\n')
    model_server.default = bad_key()
    with pytest.raises(AuthenticationFailed, match=f"refused the key in {file} "):
        await hear(model(api_key="sk-wrong", key_variable="WRITING_KEY"))


async def test_a_host_without_an_address_is_told_as_such(model: Make) -> None:
    with pytest.raises(ModelUnreachable, match="its address is not known"):
        await hear(model(api_base="http://no.such.host.invalid/v1", max_retries=0))


async def test_tls_against_a_plain_server_is_told_as_such(
    model_server: ModelServer, model: Make
) -> None:
    with pytest.raises(ModelUnreachable, match="No secure connection") as caught:
        await hear(model(api_base=model_server.url.replace("http:", "https:")))
    assert not caught.value.passing


async def test_ollama_without_the_model_says_how_to_fetch_it(
    model_server: ModelServer, model: Make
) -> None:
    wrong = f"{model_server.root}/nothing/here"
    with pytest.raises(UnknownModel, match=r"`ollama pull llama3\.2:1b`"):
        await hear(model(name="ollama_chat/llama3.2:1b", api_base=wrong))


async def test_ollama_that_is_not_running_is_told_as_such(
    model: Make, unused_tcp_port: int
) -> None:
    with pytest.raises(ModelUnreachable, match="Nothing answers at"):
        await hear(model(name="ollama_chat/x", api_base=f"http://127.0.0.1:{unused_tcp_port}"))
