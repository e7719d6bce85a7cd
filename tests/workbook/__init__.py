"""The workbook and the folder that a study leaves in."""
