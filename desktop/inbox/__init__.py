"""What needs a person: conflicts, refused changes, unsigned notes, double bookings."""
