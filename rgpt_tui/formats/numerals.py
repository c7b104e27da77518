"""The numbers of chapters, as novels write them."""

from __future__ import annotations

import re
from typing import Final

_ONES: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS: Final = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth", "last"),
)
_WORDS: Final[dict[str, int]] = dict(
    [*zip(_ONES, range(1, 20), strict=True), *zip(_TENS, range(20, 100, 10), strict=True)]
)
_ROMAN_DIGITS: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_HAN_DIGITS: Final[dict[str, int]] = {
    digit: value for value, digit in enumerate("〇一二三四五六七八九")
} | {
    "零": 0,
    "两": 2,
    "兩": 2,
}
_HAN_UNITS: Final = {"十": 10, "百": 100, "千": 1000}

ROMAN: Final = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})"
"""A Roman numeral, forms such as ``IIII`` included."""
_TENS_PATTERN: Final = f"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[:9])}))?"
WORD: Final = f"(?:{_TENS_PATTERN}|{'|'.join(reversed(_ONES))})"
"""An English number word below a hundred."""
ORDINAL: Final = f"(?:{'|'.join(_ORDINALS)})"
"""An English ordinal number up to twentieth, and ``last``."""
HAN: Final = f"[{''.join(_HAN_DIGITS)}{''.join(_HAN_UNITS)}]{{1,7}}"
"""A number in Chinese characters."""


def value_of(numeral: str) -> int:
    """The value of a number in figures, Roman or Chinese numerals, or an English word.

    Args:
        numeral: What `ROMAN`, `WORD`, `HAN` or ``[0-9]+`` matches, full-width figures included.
    """
    if numeral.isdecimal():
        return int(numeral)
    if numeral[0] in _HAN_DIGITS or numeral[0] in _HAN_UNITS:
        return _han_value(numeral)
    if re.fullmatch(ROMAN, numeral):
        return _roman_value(numeral)
    return sum(_WORDS[word] for word in re.split("[- ]", numeral.lower()))


def _roman_value(numeral: str) -> int:
    values = [_ROMAN_DIGITS[digit] for digit in numeral]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _han_value(numeral: str) -> int:
    """The value of ``二十三`` or, digit by digit, of ``二三``."""
    if not any(character in _HAN_UNITS for character in numeral):
        return int("".join(str(_HAN_DIGITS[character]) for character in numeral))
    total, digit = 0, 1
    for character in numeral:
        if character in _HAN_UNITS:
            total += digit * _HAN_UNITS[character]
            digit = 0
        else:
            digit = _HAN_DIGITS[character]
    return total + digit
