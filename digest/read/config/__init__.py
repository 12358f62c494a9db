"""Settings: config.yaml and theme.yaml as named tuples, and their JSON Schema."""
