"""How long a story is along its path, and how much of it was written since some time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LENGTH_QUERY: Final = """
SELECT count(*) AS steps, coalesce(sum(short.words), 0) AS words
FROM path
JOIN revisions AS short INDEXED BY revisions_in_short
  ON short.step = path.id AND short.revision = path.latest
"""

GROWTH_QUERY: Final = """
WITH recent (step, revision) AS (
    SELECT step, min(revision) FROM revisions INDEXED BY revisions_by_time
    WHERE created >= ? GROUP BY step
)
SELECT coalesce(sum(now.words - coalesce(earlier.words, 0)), 0) AS words
FROM recent
CROSS JOIN path ON path.id = recent.step
JOIN revisions AS now INDEXED BY revisions_in_short
  ON now.step = path.id AND now.revision = path.latest
LEFT JOIN revisions AS earlier INDEXED BY revisions_in_short
  ON earlier.step = path.id
 AND earlier.revision = max(recent.revision - 1, path.kind = 'imported')
"""
"""What each step that was written or edited since has more than the revision before: all of its
words, if there is none. A draft that was brought in was written elsewhere, only edits of it count.
"""

LAST_CHANGE_QUERY: Final = """
SELECT max(at) AS changed FROM (
    SELECT max(created) AS at FROM revisions
    UNION ALL SELECT max(created) FROM briefs
    UNION ALL SELECT max(updated) FROM drafts
    UNION ALL SELECT max(updated) FROM unsent
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How long a story is along its path."""

    steps: int
    words: int
