"""Single values in text: dates, languages, names, slugs, topics."""
