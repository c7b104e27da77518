from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rgpt_tui.models.chat import FinishReason
from rgpt_tui.models.errors import ContentRefused, ReplyStalled, ServerFailed
from tests.model_server import Reply, html_page
from tests.models.asking import hear, request

if TYPE_CHECKING:
    from collections.abc import Callable

    from rgpt_tui.models.chat import ChatModel
    from tests.model_server import ModelServer

    Make = Callable[..., ChatModel]

TEXT = "The rain had stopped. Mara opened the door — 石桥 lay empty.\n\nNobody came." * 20


async def test_the_words_come_as_they_are_written_and_add_up_to_the_reply(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(Reply(TEXT))
    heard = await hear(model())
    assert heard.text == TEXT
    assert len(heard.deltas) > 50
    assert heard.end.reason is FinishReason.STOP
    assert heard.waits == []


async def test_the_server_receives_exactly_what_was_asked(
    model_server: ModelServer, model: Make
) -> None:
    await hear(model(), request("Écris « ceci » — 石桥.\n", max_tokens=321, stop=("THE END",)))
    [record] = model_server.requests
    assert record.messages == [
        {"role": "system", "content": "You write novels."},
        {"role": "user", "content": "Écris « ceci » — 石桥.\n"},
    ]
    assert record.json["max_tokens"] == 321
    assert record.json["temperature"] == 0.7
    assert record.json["stop"] == ["THE END"]
    assert record.json["stream"] is True
    assert record.headers["authorization"] == "Bearer sk-canary-7d1f0e2b9c4a"


async def test_token_counts_are_the_providers_with_what_its_cache_served(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(Reply("x" * 400, cached_tokens=12))
    usage = (await hear(model())).end.usage
    prompt = sum(len(m["content"]) for m in model_server.requests[0].messages) // 4
    assert (usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens) == (prompt, 12, 100)
    assert not usage.estimated


async def test_token_counts_are_estimated_where_the_provider_gives_none(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(Reply("The rain had stopped. " * 50, usage=False))
    usage = (await hear(model())).end.usage
    assert usage.estimated
    assert 200 < usage.completion_tokens < 350
    assert 10 < usage.prompt_tokens < 40


async def test_a_stream_that_ends_without_an_end_is_cut(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(Reply(TEXT, finish_reason=None))
    heard = await hear(model())
    assert heard.text == TEXT
    assert heard.end.reason is FinishReason.CUT


async def test_a_connection_that_breaks_in_mid_reply_keeps_what_came(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(Reply(TEXT, cut_after=5000))
    heard = await hear(model())
    assert heard.text
    assert TEXT.startswith(heard.text)
    assert heard.end.reason is FinishReason.CUT
    assert heard.end.usage.estimated
    assert len(model_server.requests) == 1, "what has begun is not asked for again"


async def test_a_reply_out_of_tokens_says_so(model_server: ModelServer, model: Make) -> None:
    model_server.queue(Reply(TEXT))
    heard = await hear(model(), request(max_tokens=20))
    assert heard.text == TEXT[:80]
    assert heard.end.reason is FinishReason.LENGTH


async def test_an_endless_reply_is_ended_and_the_connection_closed(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(Reply(TEXT, endless=True, ignore_max_tokens=True))
    heard = await hear(model(), request(max_tokens=100))
    assert heard.end.reason is FinishReason.LENGTH
    assert 1000 < len(heard.text) < 1300
    assert await model_server.requests[0].ended()
    assert model_server.requests[0].client_closed


async def test_a_reply_stuck_on_one_word_is_ended(model_server: ModelServer, model: Make) -> None:
    model_server.queue(Reply("rain, ", chunk=6, endless=True, ignore_max_tokens=True))
    heard = await hear(model())
    assert heard.end.reason is FinishReason.LENGTH
    assert heard.text.startswith("rain, rain, ")


async def test_thinking_is_not_part_of_the_reply(model_server: ModelServer, model: Make) -> None:
    model_server.queue(Reply("The reply.", reasoning="Let me think about it. " * 20))
    assert (await hear(model())).text == "The reply."


async def test_an_empty_reply_is_a_reply(model_server: ModelServer, model: Make) -> None:
    model_server.queue(Reply(""))
    heard = await hear(model())
    assert heard.deltas == []
    assert heard.end.reason is FinishReason.STOP


async def test_an_event_without_choices_does_no_harm(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(Reply("The reply.", empty_choices=True))
    assert (await hear(model())).text == "The reply."


async def test_a_wrong_charset_in_the_header_does_no_harm(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(Reply("Café, naïve, 石桥.", charset="iso-8859-1"))
    assert (await hear(model())).text == "Café, naïve, 石桥."


@pytest.mark.parametrize("charset", [None, "utf-8", "iso-8859-1"])
async def test_bytes_that_are_not_utf_8_are_read_as_what_they_are(
    model_server: ModelServer, model: Make, charset: str | None
) -> None:
    model_server.queue(Reply("Café, naïve. “No.”", encoding="cp1252", charset=charset))
    heard = await hear(model())
    assert heard.text.startswith("Café, naïve.")
    assert heard.end.reason is FinishReason.STOP


async def test_a_stall_is_told_with_what_had_come(model_server: ModelServer, model: Make) -> None:
    model_server.queue(Reply(TEXT, stall_after=5000))
    with pytest.raises(ReplyStalled, match="Nothing more of the reply came") as caught:
        await hear(model(next_token_seconds=0.3))
    assert caught.value.partial
    assert TEXT.startswith(caught.value.partial)
    assert "what had come of the reply is kept" in str(caught.value)
    assert await model_server.requests[0].ended()
    assert model_server.requests[0].client_closed


async def test_a_reply_that_does_not_begin_is_given_up(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(Reply(TEXT, wait=60))
    with pytest.raises(ReplyStalled, match="did not begin to reply within 1 second") as caught:
        await hear(model(first_token_seconds=0.5))
    assert caught.value.partial == ""
    assert await model_server.requests[0].ended()
    assert model_server.requests[0].client_closed


async def test_a_long_thought_is_no_stall(model_server: ModelServer, model: Make) -> None:
    # Two seconds of thinking in all, and never a tenth of one without a sign of life.
    model_server.queue(Reply("Done.", reasoning="hm " * 60, chunk=3, thinking_seconds=2.0))
    heard = await hear(model(first_token_seconds=1.5, next_token_seconds=1.5))
    assert heard.text == "Done."


async def test_an_error_inside_the_stream_keeps_what_had_come(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(Reply("Half of it", error_at_end="The GPU fell off the bus."))
    with pytest.raises(ServerFailed, match="The GPU fell off the bus") as caught:
        await hear(model())
    assert caught.value.partial == "Half of it"


async def test_a_reply_that_the_filter_broke_off_is_told_with_what_had_come(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(Reply("Half of it", finish_reason="content_filter"))
    with pytest.raises(ContentRefused, match="broke off the reply") as caught:
        await hear(model())
    assert caught.value.partial == "Half of it"


async def test_a_web_page_in_place_of_a_reply_is_told_as_such(
    model_server: ModelServer, model: Make
) -> None:
    model_server.queue(html_page(200))
    with pytest.raises(ServerFailed, match="a web page titled “502 Bad Gateway”") as caught:
        await hear(model())
    assert "<" not in str(caught.value)
