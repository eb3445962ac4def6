"""Opening, making and joining practices for window, terminal and demo alike. No Qt."""
