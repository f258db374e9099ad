"""What operators may do in Telegram: add articles, read reports, close the bot to strangers."""
