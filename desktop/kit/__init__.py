"""What every screen uses: jobs, bus, theme, texts, dates, keys."""
