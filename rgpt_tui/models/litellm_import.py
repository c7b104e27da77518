"""The one place where litellm is imported: silent, offline, and kept from reading `.env` files.

Measured with 1.106.2: by default it fetches its price list from the web at import, warns on
stderr when it can't, loads `.env` files it finds upwards of the working folder, prints advice on
stdout at each error, and downloads tokenizers for names with "llama" in them.
"""

from __future__ import annotations

import functools
import importlib
import logging
import os
import warnings
from typing import Any

from rgpt_tui.loading import load

ENVIRONMENT = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_MODE": "PRODUCTION",
    "LITELLM_LOG": "ERROR",
}
LOGGERS = ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy")
CHATTY = ("httpx", "httpcore", "openai")
"""Below warnings these log addresses, headers and bodies, where keys and prompts are."""


@functools.cache
def load_litellm() -> Any:
    """The litellm module. The first call takes seconds of CPU; run it in a thread or subprocess."""
    os.environ.update(ENVIRONMENT)
    load("litellm")
    litellm: Any = importlib.import_module("litellm")
    litellm.suppress_debug_info = True
    litellm.disable_hf_tokenizer_download = True
    # Its aiohttp sessions are never closed when its cache lets go of them, which aiohttp then
    # writes to stderr, in the middle of whatever is on the screen.
    litellm.disable_aiohttp_transport = True
    for name in LOGGERS:
        logger = logging.getLogger(name)
        # Its records quote requests and replies; what matters reaches us as an exception.
        logger.handlers.clear()
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
        logger.setLevel(logging.CRITICAL)
    # pydantic warns, when litellm first makes some of its types, of what only its makers can heed.
    warnings.filterwarnings("ignore", module=r"(pydantic|litellm)\b")
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    return litellm
