"""The acts of judging alike, one file for each matter."""
