"""Reading a reply as it streams: labelled sections in, events out."""
