"""Changes of programmes and tasks."""
