"""The logic behind the other commands. Nothing here prints."""
