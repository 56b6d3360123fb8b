"""The studio: a stand-in for the music provider that speaks its HTTP contract and makes real music.

It imports nothing else of Jamboree, so that it can be run, tested and replaced on its own.
"""
