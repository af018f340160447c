"""What is handed out where there is no desk and no mail: letters, slips, an SMS list, a card."""
