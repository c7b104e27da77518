"""API keys: from the environment, or from a file that only its owner can read."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from rgpt_tui.hand_written import hand_written, toml_of
from rgpt_tui.models.errors import CredentialsUnsafe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CREDENTIALS_FILE = "credentials.toml"

KEY_VARIABLES: Mapping[str, tuple[str, ...]] = {
    # By litellm's names of providers; where there are several, any one will do.
    "openai": ("OPENAI_API_KEY",),
    "anthropic": ("ANTHROPIC_API_KEY",),
    "gemini": ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
    "openrouter": ("OPENROUTER_API_KEY",),
    "mistral": ("MISTRAL_API_KEY",),
    "deepseek": ("DEEPSEEK_API_KEY",),
    "groq": ("GROQ_API_KEY",),
    "xai": ("XAI_API_KEY",),
    "together_ai": ("TOGETHERAI_API_KEY", "TOGETHER_API_KEY"),
    "fireworks_ai": ("FIREWORKS_AI_API_KEY", "FIREWORKS_API_KEY"),
    "cohere": ("COHERE_API_KEY",),
    "cohere_chat": ("COHERE_API_KEY",),
    "moonshot": ("MOONSHOT_API_KEY",),
    "dashscope": ("DASHSCOPE_API_KEY",),
    "perplexity": ("PERPLEXITYAI_API_KEY", "PERPLEXITY_API_KEY"),
    "cerebras": ("CEREBRAS_API_KEY",),
    "huggingface": ("HUGGINGFACE_API_KEY", "HF_TOKEN"),
    "nvidia_nim": ("NVIDIA_NIM_API_KEY",),
}


def key_variables(provider: str) -> tuple[str, ...]:
    """The environment variables that can hold the key of a provider, the usual one first.

    Args:
        provider: litellm's name of a provider, such as ``anthropic``, or the name of a variable.
    """
    if provider.isupper():
        return (provider,)
    name = provider.lower()
    return KEY_VARIABLES.get(name, (f"{name.upper().replace('-', '_')}_API_KEY",))


def find_key(
    provider_or_variable: str, environ: Mapping[str, str], credentials_path: Path
) -> str | None:
    """The key of a provider, from the environment or else from the credentials file.

    Args:
        provider_or_variable: such as ``openai`` or ``OPENAI_API_KEY``.
        environ: the environment.
        credentials_path: the file; it need not exist. It holds lines like ``openai = "sk-…"`` or
            ``OPENAI_API_KEY = "sk-…"``.

    Raises:
        CredentialsUnsafe: others can read the file, or it is not TOML. It is read only where the
            environment has no such key.
    """
    names = (provider_or_variable, *key_variables(provider_or_variable))
    for name in names:
        if key := environ.get(name, "").strip():
            return key
    stored = _read(credentials_path)
    for name in names:
        value = stored.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def place_of_key(
    provider_or_variable: str, environ: Mapping[str, str], credentials_path: Path
) -> str:
    """Where the key of a provider is: a variable's name or the path of the file, as `find_key` has
    it; the variable that it should be in, where it is in neither.
    """
    variables = key_variables(provider_or_variable)
    found = next((name for name in variables if environ.get(name, "").strip()), "")
    if found:
        return found
    with suppress(CredentialsUnsafe):
        stored = _read(credentials_path)
        if any(str(stored.get(name, "")).strip() for name in (provider_or_variable, *variables)):
            return str(credentials_path)
    return variables[0]


def key_to_send(
    provider: str,
    api_base: str | None,
    variable: str,
    environ: Mapping[str, str],
    credentials_path: Path,
) -> str | None:
    """The key for one address: the one that the user named for it, else the provider's own.

    The provider's own goes to the provider alone: another address gets no key unless one was named.

    Args:
        provider: litellm's name of it.
        api_base: the address, where it is not the provider's own.
        variable: the variable that the user named; empty for none.
        environ: the environment.
        credentials_path: the file with keys; it need not exist.

    Raises:
        CredentialsUnsafe: others can read the file, or it is not TOML.
    """
    if api_base is not None and not variable:
        return None
    return find_key(variable or provider, environ, credentials_path)


def _read(path: Path) -> dict[str, object]:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        # Windows keeps no such modes; there a file in the user's folder is the user's alone.
        if os.name != "nt" and mode & 0o077:
            raise CredentialsUnsafe(
                f"The file with your API keys can be read by others on this machine "
                f"({path} has mode {mode:04o}). It was not used. Close it with: chmod 600 {path}"
            )
        return toml_of(hand_written(path))
    except FileNotFoundError:
        return {}
    except ValueError:
        # What the parser says may quote the line, and the line may hold a key.
        raise CredentialsUnsafe(
            f"The file with your API keys, {path}, is not valid TOML. Nothing is lost. "
            'Write each key on a line of its own, such as: openai = "your key"'
        ) from None
    except OSError as error:
        raise CredentialsUnsafe(
            f"The file with your API keys, {path}, could not be read ({error.strerror}). "
            "Nothing is lost. Mend that, or put the key into the environment."
        ) from None
