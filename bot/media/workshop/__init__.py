"""Work on audio files, done in a process of its own with bounded memory and processor time."""
