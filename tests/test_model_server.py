"""The server that other tests lean on is what it says it is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

import rgpt_tui
from rgpt_tui.story.measures import count_words
from rgpt_tui.story.sentences import split_sentences
from rgpt_tui.writer.reply.reader import ReplyReader
from rgpt_tui.writer.sections import Section, label
from tests.model_server.asked import asked_of
from tests.model_server.writer import reply_to

if TYPE_CHECKING:
    from tests.model_server import ModelServer

PROMPTS = Path(rgpt_tui.__file__).parent / "writer" / "prompts"
STEP = (
    Section.PARAGRAPH,
    Section.RATIONALE,
    Section.MEMORY,
    Section.PLAN_1,
    Section.PLAN_2,
    Section.PLAN_3,
)


def asking(*sections: Section, language: str) -> str:
    names = ("、" if language == "zh" else ", ").join(label(s, language) for s in sections)
    said = "现在写这些部分，每个都带上名称：" if language == "zh" else "Write now, with labels: "
    after = "注意短期记忆的限度。" if language == "zh" else "Mind the limit of the memory: 20."
    return f"Memory: old.\n\n{said}{names}{'。' if language == 'zh' else '.'}\n{after}"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_writer_gives_every_section_that_is_asked_for(language: str) -> None:
    reader = ReplyReader(STEP, language)
    reader.feed(reply_to(asking(*STEP, language=language), seed="1"))
    sections = reader.close().sections
    assert set(sections) == set(STEP)
    assert 15 <= len(split_sentences(sections[Section.PARAGRAPH], language)) <= 26
    assert 9 <= len(split_sentences(sections[Section.MEMORY], language)) <= 22
    assert count_words(sections[Section.MEMORY], language) <= 400
    assert len({sections[plan] for plan in STEP[3:]}) == 3


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_writer_says_the_same_to_the_same_and_other_things_to_others(language: str) -> None:
    prompt = asking(Section.PARAGRAPH, language=language)
    assert reply_to(prompt, seed="1") == reply_to(prompt, seed="1")
    paragraphs = [reply_to(prompt, seed=str(seed)) for seed in range(20)]
    sentences = [s for text in paragraphs for s in split_sentences(text, language)]
    assert len(set(sentences)) > 0.9 * len(sentences)


def test_only_what_the_last_list_names_is_asked_for() -> None:
    asked = asked_of(asking(Section.CHOICE, Section.ENDING, language="en"))
    assert asked.sections == (Section.CHOICE, Section.ENDING)
    alone = asked_of("The story so far: x\n\nAnswer with its number only.")
    assert (alone.sections, alone.labelled) == ((Section.CHOICE,), False)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("template", "section"),
    [
        ("choice", Section.CHOICE),
        ("ending", Section.ENDING),
        ("memory", Section.MEMORY),
        ("outline", Section.OUTLINE),
        ("paragraph", Section.PARAGRAPH),
        ("plan", Section.PLAN_1),
        ("rationale", Section.RATIONALE),
        ("reason", Section.REASON),
        ("revised_plan", Section.REVISED_PLAN),
        ("shorten", Section.MEMORY),
        ("title", Section.TITLE),
    ],
)
def test_what_a_prompt_without_labels_asks_for_is_understood(
    template: str, section: Section, language: str
) -> None:
    text = (PROMPTS / language / "alone" / f"{template}.j2").read_text(encoding="utf-8")
    request = text.rpartition('{% call part("request") %}')[2]
    assert asked_of(re.sub(r"\{[%{].*?[%}]\}", "", request)).sections == (section,)


def test_it_lists_models_and_answers_without_a_stream_too(model_server: ModelServer) -> None:
    with httpx.Client(base_url=model_server.url) as client:
        assert client.get("/models").json()["data"][0]["id"] == "writer"
        asked = {"model": "writer", "messages": [{"role": "user", "content": "Tell me."}]}
        reply = client.post("/chat/completions", json=asked).json()
        assert len(reply["choices"][0]["message"]["content"]) > 500
        assert reply["usage"]["prompt_tokens"] == 2
        vectors = client.post("/embeddings", json={"model": "e", "input": "a b"}).json()["data"]
        assert len(vectors[0]["embedding"]) == 64
    assert [record.path for record in model_server.others] == ["/v1/models", "/v1/embeddings"]


def test_it_can_be_run_by_hand() -> None:
    command = [sys.executable, "-m", "tests.model_server", "--port", "0", "--script", "slow"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().split()[-1]
            assert httpx.get(f"{url}/models").status_code == 200
        finally:
            process.kill()
