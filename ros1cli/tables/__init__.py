"""data/ → Tables: the records and the rules that they keep."""
