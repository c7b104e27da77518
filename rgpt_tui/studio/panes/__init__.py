"""The four panes of the studio: the story, its memory, what is recalled, and what comes next."""
