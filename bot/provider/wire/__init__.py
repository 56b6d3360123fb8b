"""The service's requests and replies, as they travel: strict when sent, tolerant when read."""
