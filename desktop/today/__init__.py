"""Today: what comes next, what is unsigned, what needs an answer."""
