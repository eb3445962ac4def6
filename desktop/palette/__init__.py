"""The command palette: go anywhere, find anybody, do anything, by typing."""
