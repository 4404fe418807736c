"""The acts of risk."""
