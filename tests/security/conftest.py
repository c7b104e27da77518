"""How hard hostile input is tried: a little in every run, long with ``--hypothesis-profile long``.

The long run takes some minutes: ``pytest tests/security --hypothesis-profile long``.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "long",
    max_examples=5_000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
