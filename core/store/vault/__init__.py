"""A vault: the key file, the ways in, the device's identity. Doors: `vault`, `listing`."""
