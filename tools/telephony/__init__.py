"""Telephony, proven with a real exchange and real phones on this machine."""
