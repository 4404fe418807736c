"""Acts of taking an inspection along and of handing in what was done."""
