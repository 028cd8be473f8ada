"""Answers → what is written: every format, and the one way to stdout."""
