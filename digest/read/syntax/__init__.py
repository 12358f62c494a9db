"""Text formats: encodings, and YAML and TOML as nodes with line and column numbers."""
