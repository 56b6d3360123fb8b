"""The client's methods, a class for each family of operations."""
