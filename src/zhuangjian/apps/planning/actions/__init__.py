"""The acts of drafting a programme."""
