"""Acts of this area, one file for what belongs together."""
