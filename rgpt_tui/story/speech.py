"""Speech tags: the few words that say who spoke, and belong to what was said."""

from __future__ import annotations

import re
from typing import Final

_QUOTES: Final = frozenset("”»›」』｣’\"'“")

_ENGLISH_VERBS: Final = (
    "said|says|asked|asks|cried|replied|answered|exclaimed|whispered|shouted|muttered|murmured|"
    "called|added|continued|demanded|began|returned|repeated|inquired|enquired|yelled|screamed|"
    "snapped|sighed|gasped|growled|hissed|laughed|remarked|observed|wondered|insisted|agreed|"
    "breathed|sobbed|roared|bellowed|interrupted|ejaculated|rejoined|responded|declared|thought"
)
_NAME: Final = r"[A-Z][\w’'-]*\.?"
_ENGLISH_TAG: Final = re.compile(
    rf"(?:I|{_NAME}(?:\s+{_NAME}){{0,3}})\s+(?:\w+ly\s+)?(?:{_ENGLISH_VERBS})\b(?!\s+nothing)"
)

_CHINESE_TAG: Final = re.compile(
    r"[^\s。！？，、；：…“”「」『』]{0,12}?"
    r"(?:(?<![听据小传再别学胡])[说說]|(?<![学])[问問]|[喊叫嚷吼答]|回答|"
    r"(?<![知味街轨通难地渠频隧铁管报小大人过霸])道)"
    r"(?:了一[句声]|着)?(?=[\s。！？，、；：…—]|$)"
)
_JAPANESE_TAG: Final = re.compile(
    r"(?:と(?!にかく|ころ|ても|もあれ|もかく|りあえず|うとう|たん|きどき|つぜん|なり|もだち)|って[、。彼私])"
    r"|[^\s。！？、「」『』]{0,16}(?:言|云|い|叫|答え|応え|尋ね|訊い|聞い|呟い|つぶやい|囁い)"
    r"(?:っ?た|んだ)(?=[。、！？]|$)"
)


def belongs_to_speech(closing: str, following: str, ending: str) -> bool:
    """Whether what follows a closing quotation mark is the tag of that speech.

    Args:
        closing: The quotation marks and brackets behind the mark that ended the speech.
        following: What comes after them, without white space in front.
        ending: The mark that ended the speech. An English speech before a tag ends in a comma
            unless it ends in a question or an exclamation, so a full stop parts the two.
    """
    if not any(mark in _QUOTES for mark in closing):
        return False
    if _CHINESE_TAG.match(following) or _JAPANESE_TAG.match(following):
        return True
    return ending in "?!…—" and bool(_ENGLISH_TAG.match(following))
