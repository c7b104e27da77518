"""Language models: streaming chat, its errors, retries and costs, and where models are found.

Knows nothing of books: text goes in, text comes out. Heavy libraries are imported when a
model is first asked, never when this package is.
"""
