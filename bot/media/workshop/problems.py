"""What can be wrong with a file."""


class NotAudio(Exception):
    """The file is not what was promised; fetching it again would not help."""


class EndsEarly(Exception):
    """The file is audio and shorter than it should be."""
