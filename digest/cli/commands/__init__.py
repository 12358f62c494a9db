"""The commands, one module each: options, help texts and what the command prints."""
