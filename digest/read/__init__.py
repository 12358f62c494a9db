"""From files to articles: scan, front matter, clippings without front matter, Markdown. Pure but for the scan."""
