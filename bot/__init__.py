"""Jamboree, a Discord bot with which communities make songs together."""
