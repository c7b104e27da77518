"""One story at work: model, long-term memory and cell together, and the session that commits.

The engine holds what is heavy and never writes the book; the writing session holds the book
and asks the engine.
"""
