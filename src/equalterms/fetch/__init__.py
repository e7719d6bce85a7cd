"""Observations from the world's tables into a study, by way of dated vintages: the only room with a network."""
