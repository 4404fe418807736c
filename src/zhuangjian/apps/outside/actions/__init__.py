"""The acts on problems outside the task."""
