"""A static site generator for archives of news articles. Start with `digest.build.run.build`."""

__version__ = "0.1.0"
