"""Saving what can be saved of a damaged book.

`damaged` reads a file as far as it goes, and `carving` finds the rows that nothing leads to;
`sources` puts together what it and a backup have, `tree` makes a whole story of that, `fragments`
adds what only the readable copy has left, and `mending` does all of it, copies the damaged book
aside first, and tells what became of it.
"""
