"""Bytes to text, where it is certain how; otherwise a guess, for the user to decide on."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks. UTF-32's comes before UTF-16's, which it begins with."""
_EAST_ASIAN: Final = {
    "gb18030": {"Chinese"},
    "big5": {"Chinese"},
    "cp932": {"Japanese"},
    "shift_jis": {"Japanese"},
    "euc_jis_2004": {"Japanese"},
    "euc_jp": {"Japanese"},
    "cp949": {"Korean"},
}
"""East Asian encodings that are taken, each for the language that has to be recognised."""
_SEVEN_BIT: Final = re.compile(rb"\x1b\$[@B]")
"""ISO-2022-JP is made of ASCII bytes; this is how it changes to Japanese."""
_MESS: Final = 0.05
_COHERENCE: Final = 0.1
"""Limits for charset-normalizer's measures: how odd the characters look together, and how near
their frequencies are to the language's."""

_ALPHABETS: Final = {
    "French": "àâæçéèêëîïôœùûüÿ",
    "German": "äöüß",
    "Spanish": "áéíóúüñ",
    "Portuguese": "áâãàçéêíóôõúü",
    "Italian": "àèéìíîòóùú",
    "Dutch": "áéëïíóöüè",
    "Swedish": "åäöé",
    "Danish": "æøåé",
    "Catalan": "àçèéíïòóúü",
}
"""Letters beyond ASCII of languages that cp1252 was made for. Icelandic is not among them: its
letters stand where cp1254 has Turkish ones."""
_WESTERN: Final = frozenset("".join(_ALPHABETS.values())) | {"ý"}
_SIGNS: Final = frozenset("“”‘’„‚‹›«»–—…¿¡°§©®£€¢·•†‡½¼¾\u00a0\u00ad")
_FEW: Final = 0.015
"""Of all letters. So few are foreign words and names in a text that is otherwise ASCII."""
_MISPLACED: Final = re.compile(r"[a-zà-ÿ](?:[À-ÖØ-Þ“„‚«»]|[”½¼¾¿¡§°©®£€¢•†‡](?=[a-zà-ÿ]))")
"""What no Western text has: a capital, a quotation mark or a sign in the midst of a word."""
_LETTER: Final = re.compile(r"[^\W\d_]")
_UTF_8_LETTER: Final = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_MOSTLY: Final = 0.8


class Decoded(NamedTuple):
    """A text, or why there is none."""

    text: str | None
    guess: str = ""
    """The encoding that it most likely is, by its name in Python; empty if there is none."""
    broken_line: int = 0
    """If the guess is certain: the line, counted from 1, of the first bytes that are not in it."""


def decode(data: bytes) -> Decoded:
    """Decode a text file.

    By its byte order mark or its escape sequences, as UTF-8, as cp1252 if every character beyond
    ASCII is at home in one Western language, or as what charset-normalizer finds if that is an
    East Asian encoding whose language it recognises. What is left is not decoded: a wrong guess
    would go unseen until the book is full of it.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _by_name(data, name)
    if _SEVEN_BIT.search(data):
        return _by_name(data, "iso2022_jp")
    try:
        return Decoded(data.decode())
    except UnicodeDecodeError as error:
        if _is_mostly_utf_8(data):
            return Decoded(None, "utf_8", _line_of(data, error))
    western = _western(data)
    return _recognised(data) if western is None else Decoded(western)


def _by_name(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name))
    except UnicodeDecodeError as error:
        return Decoded(None, name.removesuffix("-sig").replace("-", "_"), _line_of(data, error))


def _line_of(data: bytes, error: UnicodeDecodeError) -> int:
    return data.count(b"\n", 0, error.start) + 1


def _is_mostly_utf_8(data: bytes) -> bool:
    """Whether nearly all bytes beyond ASCII make up characters of UTF-8."""
    fitting = sum(len(each) for each in _UTF_8_LETTER.findall(data))
    beyond_ascii = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    return fitting >= beyond_ascii * _MOSTLY


def _western(data: bytes) -> str | None:
    """The text in cp1252, of which Latin-1 is a part, if it reads like a Western language."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    beyond = {character for character in set(text) if not character.isascii()}
    letters = {character.lower() for character in beyond - _SIGNS}
    if not letters <= _WESTERN or _MISPLACED.search(text):
        return None
    if any(letters <= set(alphabet) for alphabet in _ALPHABETS.values()):
        return text
    found = _LETTER.findall(text)
    foreign = sum(not letter.isascii() for letter in found)
    return text if foreign <= len(found) * _FEW else None


def _recognised(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        return Decoded(None)
    certain = (
        best.language in _EAST_ASIAN.get(best.encoding, ())
        and best.chaos <= _MESS
        and best.coherence >= _COHERENCE
    )
    return Decoded(str(best) if certain else None, best.encoding)
