"""Tests of blocs, ties and partners."""
