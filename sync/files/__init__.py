"""Content of attachments between laptop and server. Door: `session`."""
