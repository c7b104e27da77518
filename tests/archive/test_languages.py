"""Chinese, Japanese and Korean: by keyword where the embedder does not speak them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from rgpt_tui.archive.query import RecallMode
from tests.archive.village import Recorder, ask, catch_up, everything, steps

if TYPE_CHECKING:
    from tests.archive.conftest import Opens
    from tests.archive.village import Book

STORIES = {
    "zh": {
        "bridge": "她在雨夜走过石桥。桥下的水很急。“快走吧。”老人说。",
        "market": "集市上有人卖橘子。孩子们从来没有见过。",
        "chapel": "钟声在中午响起。绳子快要断了。",
    },
    "ja": {
        "library": "彼は図書館に行った。窓の外では雪が降っていた。",
        "harbour": "港には古い船が一隻あった。誰も乗らなかった。",
        "kitchen": "母は台所で魚を焼いた。煙が目にしみた。",
    },
    "ko": {
        "tower": "그는 성의 탑에 올랐다. 바람이 차가웠다.",
        "river": "강가에는 버드나무가 있었다. 아무도 노래하지 않았다.",
        "letter": "편지는 사흘 뒤에 도착했다. 봉투는 젖어 있었다.",
    },
}
ASKED = [
    ("zh", "石桥", "bridge"),
    ("zh", "那座石桥上发生了什么？", "bridge"),
    ("zh", "卖橘子的人", "market"),
    ("ja", "図書館", "library"),
    ("ja", "古い船はどこへ行ったのか", "harbour"),
    ("ko", "버드나무", "river"),
    ("ko", "편지 봉투", "letter"),
]


@pytest.fixture(params=["with LanceDB", "without it"])
def anyhow(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without it":
        monkeypatch.setitem(sys.modules, "lancedb", None)


@pytest.mark.usefixtures("anyhow")
@pytest.mark.parametrize(("language", "question", "step"), ASKED)
async def test_words_are_found(
    opens: Opens, book: Book, recorder: Recorder, language: str, question: str, step: str
) -> None:
    for name, paragraph in STORIES[language].items():
        book.write(name, paragraph, language)
    archive = await opens()
    await catch_up(archive)
    recall = await ask(archive, book, question, language=language)
    assert steps(recall)[:1] == [step]
    assert recall.mode is RecallMode.KEYWORD
    assert recorder.asked == [], "an English embedder would only confuse them"
    await archive.close()


async def test_recall_says_how_to_get_meaning_for_the_language(opens: Opens, book: Book) -> None:
    for name, paragraph in STORIES["zh"].items():
        book.write(name, paragraph, "zh")
    archive = await opens()
    await catch_up(archive)
    recall = await ask(archive, book, "石桥", language="zh")
    assert "universal" in (recall.notice or "")
    reads = book.reads
    await catch_up(archive)
    assert book.reads == reads, "what cannot be embedded is not read again each time"
    await archive.close()


async def test_a_chinese_passage_has_no_spaces_between_its_sentences(
    opens: Opens, book: Book
) -> None:
    book.write("bridge", STORIES["zh"]["bridge"], "zh")
    archive = await opens()
    await catch_up(archive)
    hit = (await ask(archive, book, "石桥", language="zh")).hits[0]
    assert hit.text == STORIES["zh"]["bridge"]
    assert hit.sentence == "她在雨夜走过石桥。"
    await archive.close()


async def test_an_english_story_keeps_words_that_are_stop_words_elsewhere(
    opens: Opens, book: Book
) -> None:
    book.write("name", "Will Die was the name of the cook.")
    book.write("other", "The soup was thin that day.")
    archive = await opens()
    await catch_up(archive)
    assert everything(await ask(archive, book, "Will", language="fr")) == ["name"]
    assert everything(await ask(archive, book, "Die", language="fr")) == ["name"]
    await archive.close()
