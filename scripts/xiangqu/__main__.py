"""``python -m xiangqu``."""

from .cli import main

main()
