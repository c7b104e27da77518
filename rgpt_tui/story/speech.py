"""Speech tags: the few words that say who spoke, and belong to what was said."""

from __future__ import annotations

import re
from typing import Final

from rgpt_tui.story.language import HAN

_QUOTES: Final = frozenset("”»›」』｣’\"'“")

_VERBS: Final = (
    "said|says|asked|asks|cried|replied|answered|exclaimed|whispered|shouted|muttered|murmured|"
    "demanded|inquired|enquired|yelled|screamed|remarked|insisted|ejaculated|rejoined|responded|"
    "declared|interrupted|interposed|interjected|retorted|pleaded|snapped|growled|hissed|sobbed|"
    "roared|bellowed|wondered|repeated|added"
)
_VERBS_AT_A_STOP: Final = (
    "began|continued|returned|called|laughed|sighed|gasped|observed|agreed|thought|breathed|put in|"
    "went on|burst out|told|urged|warned|teased|mused|echoed|screeched|sneered|drawled|panted"
)
"""Verbs that do other work too: "Pierre returned, smiling," is a tag, "Pierre returned to" none."""
_NAME: Final = r"(?!(?:He|She|It|We|You|They|This|That|The)\b)[A-Z][\w’'-]*\.?"
_ENGLISH_TAG: Final = re.compile(
    rf"\s*(?:I|{_NAME}(?:\s+{_NAME}){{0,3}})\s+(?:(?:\w+ly|again|then|also)\s+)?"
    rf"(?:(?:{_VERBS})\b(?!\s+nothing)|(?:{_VERBS_AT_A_STOP})(?:\s+\w+ly)?(?=[.,;:]))"
)

# A verb of speech that ends the clause: 说 but not 听说, 道 but not 知道, 回答 but not 不回答. With
# a colon behind it, it opens the speech that follows; with a comma and a quotation mark it may do
# either, and only a short tag is taken for the end of the speech before.
_CHINESE_VERB: Final = (
    "(?<![不没有未回听据小传再别学胡難难])(?:[说說问問喊叫嚷吼答想]|回答|"
    "(?<![知味街轨軌通渠频頻隧铁鐵管报報大人过過霸])道)(?:了一[句声聲]|着|著)?"
)
_CHINESE_WORDS: Final = r"[^\s\W\d_]"
_CHINESE_TAG: Final = re.compile(
    rf"(?:{_CHINESE_WORDS}{{0,8}}?{_CHINESE_VERB}(?=[。！？；…—]|，(?![“「『])|\Z)"
    rf"|{_CHINESE_WORDS}{{0,3}}?{_CHINESE_VERB}(?=，[“「『]))"
)

_JAPANESE_TAG: Final = re.compile(
    rf"と(?:[{HAN}\u30a1-\u30fa、。]|い[うっい]|つぶや|ささや|その|わた|ぼく|おれ|ばかり|おも|さけ|こた|たず)"
    rf"|って[{HAN}、。い]"
    r"|[^\s。！？、「」『』]{0,16}(?:[言云]った|叫んだ|[答応]えた|尋ねた|訊ねた|[訊聞呟囁]いた|問うた|"
    r"つぶやいた|ささやいた|怒鳴った)(?=[。、！？]|\Z)"
)

_KOREAN_TAG: Final = re.compile(
    r"[\uac00-\ud7af]|\s+(?:\S+\s){1,3}?(?:말|대답|속삭이듯 말)했다|\s+(?:\S+\s){1,3}?"
    r"(?:물었다|외쳤다|소리쳤다|속삭였다|중얼거렸다)"
)


def belongs_to_speech(closing: str, after: str, ending: str) -> bool:
    """Whether what follows a closing quotation mark is the tag of that speech.

    Args:
        closing: The quotation marks and brackets behind the mark that ended the speech.
        after: What comes after them.
        ending: The mark that ended the speech, such as ``!``, ``.`` or ``...``. An English speech
            before a tag ends in a comma where it might in a full stop, so a full stop parts them.
    """
    if not any(mark in _QUOTES for mark in closing):
        return False
    if any(tag.match(after) for tag in (_CHINESE_TAG, _JAPANESE_TAG, _KOREAN_TAG)):
        return True
    return ending != "." and _ENGLISH_TAG.match(after) is not None
