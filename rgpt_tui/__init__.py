"""rgpt: a writing studio for long novels, after RecurrentGPT (Zhou et al. 2023)."""

__version__ = "0.1.0"
