"""What is done in guidance, one file for each thing that changes."""
