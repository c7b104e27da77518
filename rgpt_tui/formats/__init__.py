"""Books in and out of other formats. A format reads and writes text; it never opens a book."""
