"""What Discord users see: cards, buttons, forms, sentences, and the notifier that shows them."""
