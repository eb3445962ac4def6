"""How sync shows in the window: bridge, state, panel, questions."""
