"""`digest serve`: a preview server that rebuilds the site and reloads open pages when a file changes.

One process serves and watches, another builds, so that building never blocks a request. Browsers are notified with the
protocol of the `livereload` package. Start reading at server.py.
"""
