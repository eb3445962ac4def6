"""Taking turns with the window: long loops make room for it."""
