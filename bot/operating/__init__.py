"""What operators do through Telegram, and whom the bot answers at all.

access      who may what: ADMIN_IDS and ALLOWED_CHATS
reports     /unanswered, /feedback, /health, /reload, and everybody's /forget
submitting  an article sent to the bot: preview, confirm, indexed, live
extraction  reading that article, in a process of its own, within limits
fetching    reading it off the web, from listed hosts only
wording     every word of these
"""
