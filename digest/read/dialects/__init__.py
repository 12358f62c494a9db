"""What other programs add to Markdown: one module for each family. A text loads only those that it needs."""
