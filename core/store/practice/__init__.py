"""The practice as screens ask for it. Door: `practice`."""
