"""Pure functions that decide which pages exist, where they are, and what they lead with. No I/O, no templates."""
