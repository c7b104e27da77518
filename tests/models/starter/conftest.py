from tests.starter_weights import fetched_weights, starter_weights

__all__ = ["fetched_weights", "starter_weights"]
