"""Composing: from words to a score of notes."""
