"""Optional values of pages, computed only where a template of the theme uses them. Start in `optional.py`."""
