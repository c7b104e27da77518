"""Prose that reads plausibly, is the same for the same seed, and hardly ever says a thing twice."""

from __future__ import annotations

import random

ENGLISH = {
    "who": (
        "Mara", "Tobias", "the ferryman", "Ilse", "the boy from the mill", "old Henrik",
        "the widow Lund", "Captain Brandt", "her brother", "the schoolmaster", "Anselm",
        "the baker's daughter",
    ),
    "does": (
        "turned over", "hid", "held on to", "asked about", "remembered", "looked for", "put down",
        "would not speak of", "carried", "counted", "watched over", "kept from the others",
    ),
    "what": (
        "the letter with the broken seal", "the brass key", "the ledger of the drowned",
        "a lamp without oil", "the map of the lower town", "the ring", "the stranger's coat",
        "the news from the harbour", "a bundle of wet rope", "the name on the stone",
        "the last of the bread", "a photograph gone brown",
    ),
    "where": (
        "by the mill race", "on the bridge", "in the cold chapel", "behind the net lofts",
        "at the end of the quay", "under the stairs", "in the orchard", "at the ferry house",
        "beside the stove", "in the doctor's hall", "above the weir", "out on the flats",
    ),
    "when": (
        "before the light came", "while the rain went on", "as the bell struck four",
        "long after supper", "when the tide had turned", "without a word", "for the second time",
        "as if nothing had been said", "in spite of the wind", "before anyone could answer",
    ),
}  # fmt: skip
ENGLISH_FRAMES = (
    "{Who} {does} {what} {where}.",
    "{When}, {who} {does} {what}.",
    "{Where}, {who} {does} {what} {when}.",
    "It was {who} who {does} {what} {when}.",
    "Nobody {where} knew that {who} {does} {what}.",
    "“You will find {what} {where},” said {who}.",
    "“Not {when},” {who} answered, and {does} {what}.",
    "{Who} stood {where} and {does} {what}, {when}.",
)
CHINESE = {
    "who": (
        "玛拉", "老船夫", "阿远", "磨坊的孩子", "沈先生", "寡妇林氏", "她的哥哥", "守桥人", "小满",
        "陈校长",
    ),
    "does": ("藏起了", "翻看着", "想起了", "紧握着", "放下了", "不肯提起", "找到了", "守着"),
    "what": (
        "那封拆开的信", "铜钥匙", "溺水者的名册", "没有油的灯", "下城的地图", "旧戒指",
        "陌生人的外衣", "港口来的消息", "湿透的绳子", "石碑上的名字",
    ),
    "where": (
        "在石桥上", "在冷清的祠堂里", "在渡口边", "在楼梯下", "在果园深处", "在炉火旁", "在水闸边",
    ),
    "when": (
        "天亮之前", "雨还在下的时候", "钟敲四下时", "晚饭过后很久", "潮水退去以后", "一言不发地",
        "第二次", "不顾大风",
    ),
}  # fmt: skip
CHINESE_FRAMES = (
    "{who}{where}{does}{what}。",
    "{when}，{who}{does}{what}。",
    "{where}，{who}{when}{does}{what}。",
    "没有人知道{who}{where}{does}{what}。",
    "“{what}{where}。”{who}说。",
    "“现在还不行。”{who}答道，又{does}{what}。",
    "{who}站{where}，{when}{does}{what}。",
)


class Prose:
    """A source of sentences in one language."""

    def __init__(self, seed: str, language: str) -> None:
        self._random = random.Random(seed)
        self._language = language
        self._said: set[str] = set()

    def sentences(self, least: int, most: int | None = None) -> str:
        """So many sentences as one text."""
        many = self._random.randint(least, most or least)
        return ("" if self._language == "zh" else " ").join(self._sentence() for _ in range(many))

    def title(self) -> str:
        if self._language == "zh":
            return self._pick("what").lstrip("那") + "之谜"
        return self._pick("what").title().replace("'S", "'s")

    def number(self, most: int) -> int:
        return self._random.randint(1, most)

    def _sentence(self) -> str:
        while True:
            frame = self._random.choice(
                CHINESE_FRAMES if self._language == "zh" else ENGLISH_FRAMES
            )
            words = {kind: self._pick(kind) for kind in ENGLISH}
            words |= {
                kind.capitalize(): text[:1].upper() + text[1:] for kind, text in words.items()
            }
            sentence = frame.format(**words)
            if sentence not in self._said:
                self._said.add(sentence)
                return sentence

    def _pick(self, kind: str) -> str:
        return self._random.choice((CHINESE if self._language == "zh" else ENGLISH)[kind])
