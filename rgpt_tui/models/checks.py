"""What can be found wrong before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rgpt_tui.models.credentials import key_variables
from rgpt_tui.models.errors import KeyMissing, UnknownModel
from rgpt_tui.models.price_map import near_names

if TYPE_CHECKING:
    from rgpt_tui.models.profile import ModelProfile


def check_name(litellm: Any, profile: ModelProfile) -> None:
    """See to it that litellm knows the provider of a model.

    Raises:
        UnknownModel: it does not; the message gives the nearest names.
    """
    try:
        litellm.get_llm_provider(model=profile.litellm_name, api_base=profile.api_base)
    except litellm.exceptions.BadRequestError:
        pass
    else:
        return
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
    if known["keys_in_environment"] or not known["missing_keys"]:
        return
    provider = litellm.get_llm_provider(model=profile.litellm_name)[1]
    variable = profile.key_variable or key_variables(provider)[0]
    raise KeyMissing(
        f"The model {profile.name} needs an API key, and there is none. Nothing was sent, nothing "
        f"is lost. Put the key into the environment variable {variable}, or write "
        f'{provider} = "your key" into credentials.toml in the config folder (`rgpt paths` shows '
        "it), readable by you alone."
    )
