"""Long-term memory: everything written, kept by the sentence in LanceDB and recalled by meaning.

Derived from the book and rebuilt from it at any time. Knows the story room, nothing above.
"""
