"""Random draws of whom to inspect and who inspects 双随机, each with a file that anybody can recompute."""
