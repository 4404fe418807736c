"""The acts of a random draw, in the order in which they happen."""
