"""Acts of what the public reports."""
