"""Words that say nothing about what a sentence is about.

Kept short on purpose: a word that may be a name ("Will", "May") is not among them.
"""

from __future__ import annotations

ENGLISH = """
a an and are as at be been but by d for from had has have he her hers him his i if in into is it its
ll m me my no nor not of on or our ours re s she so t than that the their theirs them then there
these they this those to us ve was we were what when which who whom whose with you your yours
"""

STOP_WORDS = ENGLISH.split()
