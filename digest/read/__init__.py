"""Read source files: articles, settings, images."""
