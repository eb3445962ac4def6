"""Files of clients and notes: the list, adding, fetching, looking at one, saving a copy."""
