"""What is left after a power failure, of backups, and of a ledger that lost its end."""
