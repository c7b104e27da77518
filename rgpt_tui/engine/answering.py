"""What each call comes to: which method of which engine, and what belongs to no story."""

from __future__ import annotations

import asyncio
import os
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

from rgpt_tui.engine.calls import (
    Advance,
    AskForecast,
    AskNextPrompt,
    CatchUp,
    Choose,
    CloseStory,
    OpenStory,
    Rebuild,
    RecallFor,
    Refresh,
    Replan,
    Search,
    Warm,
    WriteCopy,
)
from rgpt_tui.engine.errands import (
    FetchStarter,
    FindModels,
    LookIntoBundle,
    ModelsFound,
    ReadDraft,
    TakeBundleIn,
)
from rgpt_tui.places import data_folder

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from rgpt_tui.engine.calls import AnyQuestion, AnyStream
    from rgpt_tui.engine.engine import Engine
    from rgpt_tui.engine.open_stories import OpenStories
    from rgpt_tui.settings import Settings


async def events_of(
    call: AnyStream | FetchStarter, stories: OpenStories
) -> AsyncGenerator[object, None]:
    """The events of a stream."""
    if isinstance(call, FetchStarter):
        from rgpt_tui.models.starter.weights import fetch_weights

        async with aclosing(fetch_weights(data_folder())) as fetching:
            async for progress in fetching:
                yield progress
        return
    async with (
        stories.use(call.story, gives_way=isinstance(call, CatchUp)) as engine,
        aclosing(_events_of_story(call, engine)) as events,
    ):
        async for event in events:
            yield event


def _events_of_story(
    call: OpenStory | Advance | Replan | Choose | Refresh | CatchUp | Rebuild, engine: Engine
) -> AsyncGenerator[object, None]:
    match call:
        case OpenStory():
            return engine.open_story(draft=call.draft)
        case Advance():
            return engine.advance(
                call.plan, heading=call.heading, draft=call.draft, passages=call.passages
            )
        case Replan():
            return engine.replan()
        case Choose():
            return engine.choose()
        case Refresh():
            return engine.refresh()
        case CatchUp():
            return engine.catch_up()
        case Rebuild():
            return engine.rebuild()
        case _:
            assert_never(call)


async def answer_to(
    call: AnyQuestion | FindModels | ReadDraft | LookIntoBundle | TakeBundleIn,
    stories: OpenStories,
) -> Any:
    """The answer to a question."""
    match call:
        case CloseStory():
            await stories.close(call.folder)
            return None
        case Warm():
            from rgpt_tui.engine.warming import warm_up

            await warm_up(call.settings)
            return None
        case FindModels():
            return await models_found(call.settings)
        case ReadDraft():
            from rgpt_tui.engine.importing import read_and_split

            path = Path(os.fsdecode(call.path))
            return await asyncio.to_thread(read_and_split, path, call.language)
        case LookIntoBundle():
            from rgpt_tui.engine.importing import look_into_bundle

            return await asyncio.to_thread(look_into_bundle, Path(os.fsdecode(call.path)))
        case TakeBundleIn():
            from rgpt_tui.engine.importing import take_bundle_in

            file, shelf = (Path(os.fsdecode(each)) for each in (call.path, call.stories))
            return os.fsencode(await asyncio.to_thread(take_bundle_in, file, shelf, call.title))
    async with stories.use(call.story) as engine:
        match call:
            case RecallFor():
                return await engine.recall(call.plan)
            case Search():
                return await engine.search(call.text, call.limit, every_branch=call.every_branch)
            case AskNextPrompt():
                return await engine.next_prompt(
                    call.plan, heading=call.heading, passages=call.passages
                )
            case AskForecast():
                return await engine.forecast(call.plan, passages=call.passages)
            case WriteCopy():
                return await engine.write_copy()
            case _:
                assert_never(call)


async def models_found(settings: Settings) -> ModelsFound:
    """The models that could be used, and which one would be.

    Raises:
        CredentialsUnsafe: the file with the keys can be read by others.
        NoSuchHome: the setting `gguf` has a home folder that there is not.
    """
    from rgpt_tui.engine.model_choice import choose_model
    from rgpt_tui.models.providers import NoModelFound, find_models

    found = await find_models(os.environ)
    try:
        choice = await choose_model(settings, found=found)
    except NoModelFound as error:
        return ModelsFound(models=tuple(found), used="", why=str(error))
    return ModelsFound(
        models=tuple(found),
        used=choice.profile.name,
        why=choice.why,
        paid=choice.paid,
        needs_fetching=choice.needs_fetching,
    )
