"""Settings: config.yaml and theme.yaml as dataclasses, and their JSON Schema."""
