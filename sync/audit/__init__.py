"""The clinic's audit chain: read, followed and checked."""
