"""Whether the operator's account at the music service has too little for orders."""

from dataclasses import dataclass


@dataclass
class Shortage:
    """What this process knows of it; whoever asks for the balance says it here."""

    present: bool = False
