"""Writing a setting into ``settings.toml`` without touching what else a person wrote there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from rgpt_tui.hand_written import hand_written, toml_of
from rgpt_tui.places import config_folder
from rgpt_tui.settings import SETTINGS_FILE
from rgpt_tui.settings_reading import SettingsUnusable, checked
from rgpt_tui.story.atomic import replace_file

if TYPE_CHECKING:
    from pathlib import Path


def write_setting(name: str, value: Any, file: Path | None = None) -> None:
    """Give a setting a value in the settings file, which is made if there is none.

    Comments, order and layout of the file stay, and so does what it says otherwise, right or
    wrong. At no moment is the file half written. A new one can be read by its owner alone, as
    people put keys where they do not belong.

    Args:
        name: the setting.
        value: what it gets; of the setting's own type.
        file: the settings file; the one of the config folder unless given.

    Raises:
        SettingsUnusable: there is no such setting, it cannot have the value, or the file cannot
            be read or written. The file is as it was.
    """
    file = file or config_folder() / SETTINGS_FILE
    value = checked(name, value, f"for {file}")
    before = _read(file)
    after = _with(before, name, value)
    if after == before:
        return
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            # The copy that takes its place gets these permissions.
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
        replace_file(file, after)
    except OSError as error:
        raise SettingsUnusable(
            f"The setting `{name}` could not be written into {file} ({error}). The file is as it "
            "was. Until rgpt is closed the new value holds; make the file writable to keep it."
        ) from error


def _read(file: Path) -> str:
    try:
        text = hand_written(file)
        # The reader of settings has the last word on what is TOML.
        toml_of(text)
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise SettingsUnusable(
            f"The settings file {file} could not be read ({error}), so nothing was written into "
            "it. Mend that place, or move the file away to go on with the defaults."
        ) from error
    return text


def _with(text: str, name: str, value: Any) -> str:
    import tomlkit

    document = tomlkit.parse(text)
    if document.get(name) == value and type(document[name].unwrap()) is type(value):
        return text
    document[name] = value
    return tomlkit.dumps(document)
