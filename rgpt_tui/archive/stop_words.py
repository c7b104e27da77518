"""Words that say nothing about what a sentence is about.

Kept short on purpose: a word that may be a name ("Will", "May") is not among them.
"""

from __future__ import annotations

ENGLISH = """
a an and are as at be been but by for from had has have he her hers him his i if in into is it its
me my no nor not of on or our ours she so than that the their theirs them then there these they
this those to us was we were what when which who whom whose with you your yours
"""
CHINESE = "的 了 在 是 和 也 就 都 而 及 与 着 她 他 它 我 你 您 们 这 那 有 不 一个 他们 她们 我们"
JAPANESE = "の に は を た が で て と し れ さ も な です ます"
KOREAN = "은 는 이 가 을 를 의 에 와 과 도 로"

STOP_WORDS = (*ENGLISH.split(), *CHINESE.split(), *JAPANESE.split(), *KOREAN.split())
