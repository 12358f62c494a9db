"""Articles saved from the web without front matter: title, byline, date and source from their first and last lines."""
