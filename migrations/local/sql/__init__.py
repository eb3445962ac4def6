"""Statements of the local revisions, frozen as they were."""
