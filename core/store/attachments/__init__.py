"""Files of clients and notes: rows, content in sealed chunks, listing."""
