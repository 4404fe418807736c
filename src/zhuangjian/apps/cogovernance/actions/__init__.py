"""What is done in co-governance, one file for each kind of thing."""
