"""Numbers of things in words."""


def counted(count: int, one: str, many: str = "") -> str:
    """A number of things: “1 step”, “1,200 steps”.

    Args:
        count: of them.
        one: what one is called.
        many: what several are called, if that is not the same with an s.
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"
