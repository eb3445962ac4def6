"""The encrypted file: connections, tables, facts, and the errors of the driver."""
