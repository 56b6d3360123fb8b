"""Making sense of the service's successful answers."""
