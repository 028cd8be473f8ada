"""Questions → answers: pure functions over Tables. Judgement lives here; no I/O."""
