"""Sound: from a score to samples and from samples to files."""
