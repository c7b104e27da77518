"""The model that rgpt brings itself: SmolLM2-135M-Instruct, run on this machine by llama.cpp.

Its weights are fetched once, on consent (`weights`). They are served by a process of its own
(`process`) that its owner starts and ends (`server`). Any other GGUF file can be run in its place.
"""
