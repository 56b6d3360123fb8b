"""Our own web server: what operators and other programs ask of a running bot over HTTP."""
