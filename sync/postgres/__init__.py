"""The server over PostgreSQL: the only place that imports psycopg."""
