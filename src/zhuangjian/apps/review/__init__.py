"""Reviews of what inspection institutions inspected."""
