"""Text formats: encodings, and YAML and TOML as nodes that know their lines and columns."""
