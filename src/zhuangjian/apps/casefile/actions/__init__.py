"""Steps of the check of files."""
