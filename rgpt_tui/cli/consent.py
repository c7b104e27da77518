"""Seeing that there is a model before the work begins, and asking before anything is fetched."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import asdict
from typing import TYPE_CHECKING

from rgpt_tui.cli.asking import can_ask, confirm
from rgpt_tui.story.errors import RgptError

if TYPE_CHECKING:
    from rgpt_tui.settings import Settings


class NotFetched(RgptError):
    """The starter model is not there, and nobody agreed to fetch it."""


class PriceUnknown(RgptError):
    """A limit of cost cannot be kept."""


async def see_to_model(settings: Settings, *, yes: bool) -> None:
    """See that the model that will be asked is there; the starter model is fetched on consent.

    Raises:
        NoModelFound: there is none, or the settings say that there shall be none.
        NotFetched: it is the starter model, and the answer was no.
    """
    from rgpt_tui.cli.output import notice
    from rgpt_tui.engine.model_choice import choose_model

    choice = await choose_model(settings)
    if choice.paid:
        notice(
            f"{choice.profile.name} will be asked, {choice.why}. Its provider charges for that. "
            "Name another one with --model, or none of this kind with --model starter."
        )
    if not choice.needs_fetching:
        return
    if not yes and not _asked():
        raise NotFetched(
            "The starter model is not on this machine yet. Nothing was fetched or written. "
            "`rgpt models fetch` fetches it (93 MB), `--yes` does so on the way; or name a "
            "model of your own with --model."
        )
    await fetch_with_progress()


async def see_that_priced(settings: Settings) -> None:
    """See that what the model charges is known, before a limit of cost is promised.

    Raises:
        PriceUnknown: it is not.
        NoModelFound: there is no model.
    """
    from rgpt_tui.engine.model_choice import choose_model
    from rgpt_tui.models.prices import price_of

    profile = (await choose_model(settings)).profile
    if price_of(profile) is None:
        raise PriceUnknown(
            f"The price of {profile.name} is not known, so --until-cost cannot be kept. Nothing "
            "was written or sent. Say what it charges with --prompt-price and --reply-price, in "
            "US dollars for a million tokens (0 if nothing), or let -n or --until-words be the "
            "limit."
        )


async def find_model(settings: Settings, *, yes: bool) -> bool:
    """Whether there is a model to ask now; where there is none, the work goes on without."""
    from rgpt_tui.cli.output import notice
    from rgpt_tui.models.providers import NoModelFound

    if settings.model == "none":
        return False
    try:
        await see_to_model(settings, yes=yes)
    except (NoModelFound, NotFetched) as error:
        notice(f"{error} The memory will be made at the next write.")
        return False
    return True


async def fetch_with_progress(*, as_json: bool = False) -> None:
    """Fetch the starter model, with a progress bar on a terminal, or an object for each change."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from rgpt_tui.cli.output import errors, say_json
    from rgpt_tui.models.starter.weights import fetch_weights
    from rgpt_tui.places import data_folder

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=errors,
        disable=as_json,
    )
    with bar:
        task = bar.add_task("the starter model")
        async with aclosing(fetch_weights(data_folder())) as progress:
            async for step in progress:
                if as_json:
                    say_json({"event": "fetch", **asdict(step)})
                bar.update(
                    task,
                    description=f"the starter model: {step.phase}",
                    completed=step.done,
                    total=step.total,
                )


def _asked() -> bool:
    return can_ask() and confirm(
        "No model was found, so rgpt would use its starter model: small, free, on this machine "
        "only, and good enough to look around.\nFetch it now (93 MB, once)?"
    )
