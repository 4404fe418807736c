"""Training computed: whose hours fall short, which questions an examinee draws, what an answer is worth, which questions are dubious."""
