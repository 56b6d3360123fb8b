"""The provider's operations: each checks its request and says how to make what it asks for."""
