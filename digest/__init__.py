"""digest turns a folder of news articles into a publication.

Only the version stands here, so that asking for it loads nothing else. The way in is `digest.build.run.build`.
"""

__version__ = "0.1.0"
