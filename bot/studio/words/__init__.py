"""Words: reading a prompt, writing lyrics, splitting them into syllables."""
