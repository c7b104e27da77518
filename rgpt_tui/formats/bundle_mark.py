"""By what a bundle is known before it is read."""

from __future__ import annotations

import re
from typing import Final

FORMAT: Final = "rgpt story"
SUFFIX: Final = ".rgpt.json"
"""How the name of a bundle ends; what it is, its content tells."""
LARGEST_BUNDLE: Final = 512 * 1024 * 1024
"""In bytes. A novel of 10,000 steps with every prompt and reply may have about 500 MB."""
_MARK: Final = re.compile(rb'"format"\s*:\s*"rgpt story"')


def is_bundle(data: bytes) -> bool:
    """Whether the content of a file, or the beginning of it, says that it is a bundle.

    Whether it is a sound one is not said.
    """
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" and bool(_MARK.search(data))
