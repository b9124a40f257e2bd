"""The window staff work in: a frame, its pages and dialogs, and the pieces they are made of."""
