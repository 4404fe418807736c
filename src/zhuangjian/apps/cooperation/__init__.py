"""Letters between bodies, and cooperation across regions."""
