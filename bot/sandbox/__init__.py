"""A stand-in for Discord: REST, gateway, content server and a page in the browser.

It imports nothing else of the bot; the bot reaches it by its address alone.
"""
