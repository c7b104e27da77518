"""The recurrent cell: what is asked of a language model, and what is made of its reply.

``next = advance(state, plan, recalled)``, as a stream of typed events. Nothing here writes a book.
"""
