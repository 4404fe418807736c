"""Reports from the public, made without an account (LN 2(8))."""
