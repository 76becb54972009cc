"""The daily routine: items that close by evidence, and those that are told by hand."""
