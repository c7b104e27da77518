"""The book: what a story is made of, how its text is measured, and the file that holds it.

This room imports no other room of rgpt and nothing heavy.
"""
