"""What every error of this program is."""


class JamboreeError(Exception):
    """Everything that this program raises on purpose.

    The errors are dataclasses but not frozen: `contextlib` assigns their traceback.
    """


class Refusal(JamboreeError):
    """A request that cannot be fulfilled as it is. Raised before anything is charged."""
