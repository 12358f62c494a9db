"""Turns values into HTML, Atom and XML: themes, Jinja templates and languages. Does not know the store."""
