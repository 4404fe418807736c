"""Training of those who supervise and of those who are supervised: courses, examinations, hours, key posts (LN 2(3), 2(12), 4(4))."""
