"""Summaries that come by themselves.

What is promised: a digest is given at most once. Its row is claimed in the store, by one conditional UPDATE, before it
is sent, and its next time is set in the same step; so neither two instances on one database nor a kill between the
claim and the message can send it twice. A claim that nobody noted as sent (killed, or no word from Telegram) is not
sent again: it is logged, and the next digest of that chat begins with a line that names what may not have come and the
command that shows it. What Telegram refused for certain was not given, and comes the next time.
"""
