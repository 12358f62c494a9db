"""Which pages should exist and which may have changed. Pure functions of heads; no files, no templates."""
