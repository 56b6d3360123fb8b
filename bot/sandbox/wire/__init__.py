"""The bodies of requests as Discord demands them, and its way to refuse others."""
