"""The command line: what was typed → a question → an answer → a stream."""
