"""The studio's HTTP: the provider's paths, the files and the studio's own controls."""
