"""The studio: the Textual app that a novelist writes in."""
