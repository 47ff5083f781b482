"""Walk and talk records, and the figures, screens and files made from them."""

__version__ = "0.1.0"
