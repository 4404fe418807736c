"""The acts of a review."""
