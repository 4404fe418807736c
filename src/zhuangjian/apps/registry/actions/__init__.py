"""What people change by hand in the register and about it."""
