"""Adding evidence and having it confirmed."""
