"""The program without a window: `pazpaz COMMAND`, for scripts and for tests. Never imports Qt."""
