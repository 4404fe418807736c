"""What every area stands on. It knows Django and no area."""
