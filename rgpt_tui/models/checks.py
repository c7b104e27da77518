"""What can be found wrong before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rgpt_tui.models.credentials import KEY_VARIABLES
from rgpt_tui.models.errors import KeyMissing, UnknownModel
from rgpt_tui.models.price_map import near_names
from rgpt_tui.models.words import Failure, error_of

if TYPE_CHECKING:
    from rgpt_tui.models.profile import ModelProfile


def resolve_name(litellm: Any, profile: ModelProfile) -> str:
    """The name by which litellm is asked for a model.

    A server of the user's own is taken to speak OpenAI's protocol where the name does not tell
    otherwise, so that ``meta-llama/Llama-3.1-8B`` with an address works as people write it.

    Raises:
        UnknownModel: no provider has such a name; the message gives the nearest names.
    """
    name = profile.litellm_name
    try:
        litellm.get_llm_provider(model=name, api_base=profile.api_base)
    except litellm.exceptions.BadRequestError:
        known = False
    else:
        known = True
    if known:
        return name
    if profile.api_base is not None:
        return f"openai/{name}"
    near = near_names(profile.name)
    hint = (
        f"Near to it {'are' if len(near) > 1 else 'is'}: {', '.join(near)}."
        if near
        else "A name is a provider and a model, such as openai/gpt-4o-mini; "
        "for a server of your own, openai/NAME with its address in `api_base`."
    )
    raise UnknownModel(
        f"There is no provider for the model name {profile.name!r}. Nothing was sent, nothing is "
        f"lost. {hint}"
    )


def check_key(litellm: Any, profile: ModelProfile) -> None:
    """See to it that a provider that needs a key gets one.

    Raises:
        KeyMissing: it has none; the message says where to put it.
    """
    if profile.api_key or profile.api_base is not None or profile.is_local:
        return
    known = litellm.validate_environment(model=profile.litellm_name)
    missing = tuple(known["missing_keys"])
    if known["keys_in_environment"] or not missing:
        return
    usual = profile.provider in KEY_VARIABLES or len(missing) == 1
    raise error_of(KeyMissing, Failure(profile=profile, missing=() if usual else missing))
