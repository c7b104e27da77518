"""By what a bundle is known before it is read."""

from __future__ import annotations

import codecs
import re
from typing import Final

FORMAT: Final = "rgpt story"
SUFFIX: Final = ".rgpt.json"
"""How the name of a bundle ends; what it is, its content tells."""
LARGEST_BUNDLE: Final = 512 * 1024 * 1024
"""In bytes. A novel of 10,000 steps with every prompt and reply may have about 500 MB."""
_WIDE: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"{\x00", "utf-16-le"),
    (b"\x00{", "utf-16-be"),
)
"""How a bundle begins that some editor or shell has saved in another encoding than rgpt does."""
_MARK: Final = re.compile(rb'"format"\s*:\s*"rgpt story"')


def is_bundle(data: bytes) -> bool:
    """Whether the content of a file, or the beginning of it, says that it is a bundle.

    Whether it is a sound one is not said.
    """
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" and bool(_MARK.search(data))


def bundle_in_utf8(data: bytes) -> bytes:
    """A bundle that was saved in UTF-16 or UTF-32 as rgpt writes one; all else as it is."""
    encoding = next((name for mark, name in _WIDE if data.startswith(mark)), None)
    if encoding is None:
        return data
    try:
        plain = data.decode(encoding).encode()
    except UnicodeError:
        return data
    return plain if is_bundle(plain) else data
