"""The history of a story: the tree of its steps, and what each of them was before."""
