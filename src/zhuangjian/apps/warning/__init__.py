"""Risk consultations, and letters to groups of enterprises with what they answer (LN 2(4))."""
