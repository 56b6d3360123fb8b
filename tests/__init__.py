"""Tests. They mirror the source."""
