"""The migrations, oldest first. Each only adds, and is never changed once released."""
