"""What is done in the selection of benchmark enterprises."""
