"""The acts of training: courses and who comes, hours, the bank, examinations, key posts."""
