"""This addon beside the host's own sale.order, measured in one run."""
