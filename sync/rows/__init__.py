"""One pass over the rows: push, pull, merge, apply, compare. Door: `run`."""
