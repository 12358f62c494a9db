"""Values that articles do not state, inferred from their text."""
