"""`digest serve`: the same build in a loop, a server for what it writes, and pages that reload themselves.

One process serves and watches; another builds, with one thread, so that it may fork workers, and keeps loaded what it
needs. The browser is told by the protocol of the `livereload` package. Begin with server.py.
"""
