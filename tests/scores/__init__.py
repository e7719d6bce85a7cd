"""Tests of the room `scores`."""
