"""What each kind of page is made from, and how it is rendered. Start in `registry.py`.

The inputs of a page are fetched from the store and summed up in short fingerprints, one for each input by name. The page
is rendered only if one of them differs from the trace of the last build.
"""
