"""Images: dimensions, credits, smaller sizes, and copies without private metadata."""
