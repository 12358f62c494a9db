"""config.yaml and theme.yaml: from YAML nodes to dataclasses, and the JSON Schema of both."""
