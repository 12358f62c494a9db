"""From a page's inputs to its bytes: themes, typed contexts, HTML, feeds and sitemaps. Writes no file."""
