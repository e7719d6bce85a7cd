"""The observatory under test."""
