"""The acts on urgent reports and on what the organising authority directs."""
