"""The gallery: a picture of every card, panel and form, taken from the sandbox's page."""
