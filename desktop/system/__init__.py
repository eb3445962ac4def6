"""What the operating system tells the program: one file per system, none of them knows a screen."""
