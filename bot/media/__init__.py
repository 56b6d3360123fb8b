"""Audio: guarded download, proof that it plays, tags, our own archive.

Decoding and tagging run in a process of their own (`bot.media.workshop`): hostile files cannot
crash or block the bot, and the decoder's memory is only used while there is work.
"""
