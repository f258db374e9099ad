"""Telegram updates -> the desk -> views -> replies, by concern. The user's words are never logged.

asking    questions, in chats and groups, and their edits
tapping   buttons
inline    questions typed in other chats
browsing  the commands that show what the articles hold
chatting  the commands about the bot, and what is no question
failing   errors
"""
