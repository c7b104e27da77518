"""Behaviours by name, for running the server by hand: a queue, then what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.model_server import failures
from tests.model_server.behaviours import Reply
from tests.model_server.prose import Prose

if TYPE_CHECKING:
    from tests.model_server.behaviours import Behaviour

WELL = Reply()

SCRIPTS: dict[str, tuple[tuple[Behaviour, ...], Behaviour]] = {
    "well": ((), WELL),
    "slow": ((), Reply(tokens_per_second=20)),
    "thinking": ((), Reply(reasoning="Let me think about the mill. " * 40, tokens_per_second=200)),
    "empty": ((), Reply("")),
    "endless": ((), Reply("And then the rain came. ", endless=True, ignore_max_tokens=True)),
    "cut": ((Reply(cut_after=4000),), WELL),
    "stall": ((Reply(stall_after=4000),), WELL),
    "length": ((), Reply(finish_reason="length")),
    "rate-limited": ((failures.rate_limited("3"), failures.rate_limited()), WELL),
    "come-back-tomorrow": ((), failures.rate_limited("86400")),
    "no-quota": ((), failures.out_of_quota()),
    "bad-key": ((), failures.bad_key()),
    "forbidden": ((), failures.forbidden()),
    "no-such-model": ((), failures.no_such_model()),
    "server-error": ((failures.server_error(), failures.overloaded()), WELL),
    "down": ((), failures.server_error()),
    "proxy-page": ((), failures.html_page()),
    "too-long": ((failures.context_too_long(),), WELL),
    "too-long-llama": ((failures.llama_context_too_long(),), WELL),
    "refused": ((), failures.content_refused()),
    "proxy-page-200": ((), failures.html_page(200)),
    "wrong-charset": ((), Reply("Café, naïve, 石桥. ", encoding="utf-8", charset="iso-8859-1")),
    "latin-1": ((), Reply(encoding="cp1252")),
    "silent": ((Reply(falls_silent=True),), WELL),
    "circles": ((Reply("Paragraph: " + "She waited for the boat. " * 9, endless=True),), WELL),
    "runs-on": ((Reply("Paragraph: She waited.", runs_on=True, ignore_max_tokens=True),), WELL),
    "says-no": ((), Reply("I'm sorry, but I can't continue this story.")),
    "chinese": ((), Reply("段落：" + Prose("chinese", "zh").sentences(20))),
}
