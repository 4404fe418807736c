"""Acts of risk consultations and letters."""
