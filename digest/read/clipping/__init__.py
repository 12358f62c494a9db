"""Parse articles saved from the web: title, byline, date and source in their first and last lines."""
