"""The share of each origin in the words of a story."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from rgpt_tui.story.paragraphs import READ_QUERY, paragraph_of
from rgpt_tui.story.provenance import AS_WRITTEN, Origin, provenance_of, words_by_origin
from rgpt_tui.story.records import StepKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rgpt_tui.story.connection import BookConnection

_UNEDITED_QUERY: Final = """
SELECT path.kind, sum(short.words) AS words
FROM path
JOIN revisions AS short INDEXED BY revisions_in_short
  ON short.step = path.id AND short.revision = path.latest
WHERE path.latest = 1 OR path.kind = 'own'
GROUP BY path.kind
"""
_EDITED_QUERY: Final = "SELECT id, latest FROM path WHERE latest > 1 AND kind <> 'own'"
_AT_ONCE: Final = 100


class Shares:
    """The shares in one book. What an edited step is made of is worked out once a revision."""

    def __init__(self, connection: BookConnection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, int, str], dict[Origin, int]] = {}

    def along_path(self, language: str) -> dict[Origin, int]:
        """The words of each origin from the first step to the tip.

        Args:
            language: of the story.
        """
        words = dict.fromkeys(Origin, 0)
        for kind, count in self._connection.all(
            lambda row: (StepKind(row["kind"]), row["words"]), _UNEDITED_QUERY
        ):
            words[AS_WRITTEN[kind]] += count
        for shares in self._in_edited(language):
            for origin, count in shares.items():
                words[origin] += count
        return words

    def _in_edited(self, language: str) -> Iterator[dict[Origin, int]]:
        edited = self._connection.all(
            lambda row: (row["id"], row["latest"], language), _EDITED_QUERY
        )
        unknown = []
        for each in edited:
            if each in self._known:
                yield self._known[each]
            else:
                unknown.append(each[0])
        for start in range(0, len(unknown), _AT_ONCE):
            asked = json.dumps(unknown[start : start + _AT_ONCE])
            for paragraph in self._connection.all(paragraph_of, READ_QUERY, asked):
                runs = provenance_of(paragraph.kind, paragraph.original, paragraph.text)
                shares = words_by_origin(runs, paragraph.text, language)
                self._known[paragraph.step, paragraph.revision, language] = shares
                yield shares
