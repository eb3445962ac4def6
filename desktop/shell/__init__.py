"""The window around the screens: rail, top bar, lock, and what it holds together while unlocked."""
