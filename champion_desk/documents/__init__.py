"""Documents: records in, a PDF or a sheet out; one module for each document, found by its NAME."""
