"""The command line. Everything that prints is in this package; commands/ has one module per command."""
