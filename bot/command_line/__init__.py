"""What operators do from the command line beside running the bot."""
