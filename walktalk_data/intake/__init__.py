"""Files in, checked rows out: what is wrong with them is said row by row, and nothing is stored here."""
