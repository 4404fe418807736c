"""Work that takes longer than a page may: handed in, done by a process of its own, seen by who handed it in."""
