"""The practice's keys: key ring, signed lists, rotation, recovery paper, remote wipe."""
