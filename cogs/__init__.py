"""Slash commands, one file per capability: they turn options into one service call and a card."""
