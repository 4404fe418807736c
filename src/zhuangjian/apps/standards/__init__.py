"""How checkpoints are judged alike: answers, cases, suggestions, opinions, agreement."""
