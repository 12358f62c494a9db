"""Optional values of a page, computed only where the theme's template uses them: front page, search, e-mail and others."""
