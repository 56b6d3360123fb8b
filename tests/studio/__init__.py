"""Tests of the studio, over its socket."""
