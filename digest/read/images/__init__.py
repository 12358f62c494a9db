"""Images: size, credit, and smaller copies without private metadata."""
