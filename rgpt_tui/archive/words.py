"""The words of a text, as recall by words knows them.

LanceDB gets them ready-made. Its own tokenizers were tried first: ``icu/split`` divides Chinese
and Japanese by a dictionary, so that a name it does not know is cut in one place in a sentence and
in another in a question; it leaves the endings on Korean words, so that 버드나무 is not found in
버드나무가; and its stop words are those of all languages at once, so that an English story loses
the words "die" and "will". Pairs of signs, as search engines take them where there are no spaces,
have none of these troubles.
"""

from __future__ import annotations

import re
import unicodedata

from rgpt_tui.archive.stop_words import STOP_WORDS
from rgpt_tui.story.language import HAN, KANA

WORD = re.compile(r"[^\W_]+")
SIGNS = re.compile(f"[{HAN}{KANA}\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]+")
IGNORED = frozenset(STOP_WORDS)


def words_asked(text: str) -> list[str]:
    """The words that a text is searched for by, each once, in order.

    Without case, accents and stop words; of a run of Chinese, Japanese or Korean signs its pairs,
    or the sign if it is alone.
    """
    return list(dict.fromkeys(_words(text, single=False)))


def words_kept(text: str) -> list[str]:
    """The words that a text is found by: as `words_asked`, every one, and each single sign too."""
    return _words(text, single=True)


def _words(text: str, *, single: bool) -> list[str]:
    words: list[str] = []
    for found in WORD.finditer(unicodedata.normalize("NFKC", text).casefold()):
        word, start = found.group(), 0
        for run in SIGNS.finditer(word):
            words += _spelled(word[start : run.start()])
            words += _signs(run.group(), single=single)
            start = run.end()
        words += _spelled(word[start:])
    return words


def _signs(run: str, *, single: bool) -> list[str]:
    pairs = [run[at : at + 2] for at in range(len(run) - 1)]
    return [*run, *pairs] if single or not pairs else pairs


def _spelled(word: str) -> list[str]:
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign)
    )
    return [bare] if bare and bare not in IGNORED else []
