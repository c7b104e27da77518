"""Where a line of prose may end: the rules of UAX #14 that novels need, in few comparisons.

English and its kin break at spaces and after dashes and hyphens; Chinese and Japanese between
any two characters, except that none of 。，、」 and their like begins a line and none of 「『（
ends one (kinsoku shori: JIS X 4051, W3C clreq and jlreq). Korean breaks at its spaces. Thai and its
neighbours, which need a dictionary, break where a line is full.
"""

from __future__ import annotations

from typing import Final

from rich.cells import get_character_cell_size

SPACES: Final = frozenset(
    " \N{OGHAM SPACE MARK}\N{IDEOGRAPHIC SPACE}\N{MEDIUM MATHEMATICAL SPACE}"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a"
)
"""Those that a line may break at: no-break and figure spaces are not among them."""
_ZERO_WIDTH_SPACE: Final = "\u200b"
_JOINER: Final = "\u200d"
_GLUE: Final = frozenset("\u00a0\u2007\u202f\u2011\u2060\u200d")
_DASHES: Final = frozenset("-\N{HYPHEN}–—―")
_QUOTES: Final = frozenset("\"'")
"""They open as well as close, so nothing parts them from their neighbours."""
_OPENING: Final = frozenset("（([［{｛〈《「『【〔〖〘〚〝“‘«‹｢｟￥＄￡$€£¿¡")
_CLOSING: Final = frozenset(
    "。．，、：；！？!?,.:;）)]］}｝〉》」』】〕〗〙〛〟”’»›｣｠･・·‧…‥—―–～〜゠ー－％%‰°℃′″／/"
    "々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶｧｨｩｪｫｬｭｮｯｰﾞﾟ｡､"
    "ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
)
_CLOSING_AFTER_SPACE: Final = frozenset("!?»›:;")
"""French sets a space before them, and a careless writer an ordinary one."""
_LONGEST_MARKS: Final = 16
"""So many characters of no width, or dashes, are looked back over."""
_REGIONAL: Final = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""Halves of flags."""
_LONGEST_FLAGS: Final = 200
"""So many regional indicators are looked at to pair them into flags."""
_IDEOGRAPHS: Final = (
    (0x2E80, 0xA4CF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x1F000, 0x1F1E5),
    (0x1F200, 0x1FAFF),
    (0x20000, 0x3FFFD),
)
"""Characters that may part from their neighbours: Han, kana, full-width forms, and emoji."""


def is_ideograph(character: str) -> bool:
    """Whether a line may break beside a character without a space."""
    code = ord(character)
    return code >= 0x2E80 and any(first <= code <= last for first, last in _IDEOGRAPHS)


def inside_grapheme(text: str, index: int) -> bool:
    """Whether the characters before and at an index are shown as one.

    Args:
        text: Any text.
        index: More than 0 and less than the length of the text.
    """
    before, after = text[index - 1], text[index]
    if after < "\u0300" and before != _JOINER:
        return False
    if before == _JOINER or not get_character_cell_size(after):
        return True
    if after in _REGIONAL and before in _REGIONAL:
        run = text[max(0, index - _LONGEST_FLAGS) : index]
        return (len(run) - len(run.rstrip(_REGIONAL))) % 2 == 1
    return False


def may_break(text: str, index: int) -> bool:
    """Whether a line may end before a character.

    Args:
        text: Any text without line breaks near the index.
        index: More than 0 and less than the length of the text. At most the character after the
            index and a short way before it are looked at.
    """
    after = text[index]
    if after in SPACES:
        return False
    before = text[index - 1]
    if before in SPACES:
        return not (_closes_after_space(text, index) or _opens_before_space(text, index))
    if before == _ZERO_WIDTH_SPACE:
        return True
    if before in _GLUE or after in _GLUE or inside_grapheme(text, index):
        return False
    before, at = _base(text, index)
    if after in _CLOSING or before in _OPENING or before in _QUOTES or after in _QUOTES:
        return False
    if before in _DASHES:
        return _ends_with_dash(text, at, after)
    return is_ideograph(after) or is_ideograph(before) or _is_cjk_ellipsis(text, at)


def _base(text: str, index: int) -> tuple[str, int]:
    """The character that those of no width before an index belong to, and where it is."""
    at = index - 1
    while at and index - at < _LONGEST_MARKS and not get_character_cell_size(text[at]):
        at -= 1
    return text[at], at


def _closes_after_space(text: str, index: int) -> bool:
    return text[index] in _CLOSING_AFTER_SPACE and (
        index + 1 == len(text) or text[index + 1] in SPACES or text[index + 1] == "\n"
    )


def _opens_before_space(text: str, index: int) -> bool:
    return (
        index > 1
        and text[index - 2] in "«‹"
        and (index == 2 or text[index - 3] in SPACES or text[index - 3] == "\n")
    )


def _ends_with_dash(text: str, at: int, after: str) -> bool:
    """Whether a dash belongs to the word before it, and not to a speech or number after it."""
    dash = text[at]
    if after in _DASHES or (dash in "-\N{HYPHEN}" and not after.isalpha()):
        return False
    first = at
    while first and at - first < _LONGEST_MARKS and text[first - 1] in _DASHES:
        first -= 1
    previous = text[first - 1] if first else "\n"
    if previous in SPACES or previous in _OPENING or previous == "\n":
        return False
    if dash in "-\N{HYPHEN}":
        return previous.isalpha()
    return not (dash == "–" and after.isdigit())


def _is_cjk_ellipsis(text: str, at: int) -> bool:
    """Whether an ellipsis or closing mark at an index ends Chinese or Japanese text."""
    return text[at] in "…‥" and at > 0 and (is_ideograph(text[at - 1]) or text[at - 1] in "…‥")
