"""digest turns a folder of news articles into a publication."""

__version__ = "0.1.0"
