"""What the text says where front matter is silent."""
