"""What waits for the server and what came from it: the only place with SQL for journal, outbox and feed."""
