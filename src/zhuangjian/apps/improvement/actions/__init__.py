"""The acts of a plan of action and of the common problems."""
