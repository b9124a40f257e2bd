"""Champion Desk: the window at the desk where front-line staff help people get online."""

NAME = "Champion Desk"
VERSION = "0.1.0"
